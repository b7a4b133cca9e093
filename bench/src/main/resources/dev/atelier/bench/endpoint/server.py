"""Gradient boosting of scikit-learn behind FastAPI and uvicorn, as a team would put it there: trained once, loaded by each worker.

server.py train DATA TARGET MODEL ROUNDS MODELS   trains so many models, whose probabilities are averaged, and saves
server.py serve MODEL PORT WORKERS                serves POST /invocations: CSV rows with a header in, JSON out
"""

import io
import os
import sys


def train(data, target, model, rounds, models):
    import joblib
    import pandas
    from sklearn.compose import make_column_selector, make_column_transformer
    from sklearn.ensemble import HistGradientBoostingClassifier, VotingClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OrdinalEncoder

    frame = pandas.read_csv(data)
    labels = frame.pop(target)
    text = make_column_selector(dtype_exclude="number")
    encoder = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    boosting = [
        HistGradientBoostingClassifier(max_iter=int(rounds), learning_rate=0.05, early_stopping=False, random_state=seed)
        for seed in range(int(models))
    ]
    pipeline = make_pipeline(
        make_column_transformer((encoder, text), remainder="passthrough", verbose_feature_names_out=False),
        boosting[0] if len(boosting) == 1 else VotingClassifier(
            [(str(seed), one) for seed, one in enumerate(boosting)], voting="soft"),
    )
    pipeline.fit(frame, labels)
    joblib.dump(pipeline, model)


def application():
    import joblib
    import pandas
    from fastapi import FastAPI, Request

    pipeline = joblib.load(os.environ["BENCH_MODEL"])
    classes = [str(label) for label in pipeline.classes_]
    app = FastAPI()

    @app.get("/ping")
    def ping():
        return {"status": "InService"}

    @app.post("/invocations")
    async def invocations(request: Request):
        frame = pandas.read_csv(io.BytesIO(await request.body()))
        probabilities = pipeline.predict_proba(frame)
        return {"predictions": [
            {"label": classes[row.argmax()], "probabilities": dict(zip(classes, map(float, row)))}
            for row in probabilities
        ]}

    return app


if __name__ == "__main__":
    if sys.argv[1] == "train":
        train(*sys.argv[2:])
    else:
        import uvicorn

        os.environ["BENCH_MODEL"] = sys.argv[2]
        sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
        uvicorn.run("server:application", factory=True, host="127.0.0.1", port=int(sys.argv[3]),
                    workers=int(sys.argv[4]), log_level="warning", access_log=False)
