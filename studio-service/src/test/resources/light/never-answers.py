"""Stands where jupyter_server stands and never answers, so that its app stays Pending."""

import time

while True:
    time.sleep(3600)
