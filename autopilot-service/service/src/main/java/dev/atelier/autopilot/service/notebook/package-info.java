/** What a job leaves for people: notebooks, reports, its table and its models. */
@NullMarked
package dev.atelier.autopilot.service.notebook;

import org.jspecify.annotations.NullMarked;
