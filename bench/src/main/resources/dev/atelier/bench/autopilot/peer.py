"""Trains one peer on a CSV file within a time and predicts another: the last line of standard output is {"seconds": …}.

Predictions have the columns probability_<label> for classes, predicted_value for numbers.
"""

import argparse
import json
import os
import random
import tempfile
import time
import warnings

parser = argparse.ArgumentParser()
for name in ("peer", "train", "test", "target", "problem", "metric", "output"):
    parser.add_argument("--" + name, required=True)
for name in ("budget", "cores", "seed"):
    parser.add_argument("--" + name, required=True, type=int)
options = parser.parse_args()
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, str(options.cores))

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
random.seed(options.seed)
np.random.seed(options.seed)

classes = options.problem != "Regression"
train = pd.read_csv(options.train, dtype={options.target: str} if classes else None)
test = pd.read_csv(options.test)
x, y = train.drop(columns=[options.target]), train[options.target]


def forest():
    """AutoML Benchmark's baseline: ordinal categories, missing values imputed, all else by default."""
    from sklearn.compose import make_column_selector, make_column_transformer
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OrdinalEncoder

    words = make_pipeline(
        SimpleImputer(strategy="constant", fill_value="missing"),
        OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1),
    )
    encode = make_column_transformer(
        (SimpleImputer(strategy="median"), make_column_selector(dtype_include=np.number)),
        (words, make_column_selector(dtype_exclude=np.number)),
    )
    kind = RandomForestClassifier if classes else RandomForestRegressor
    model = make_pipeline(encode, kind(n_estimators=500, n_jobs=options.cores, random_state=options.seed))
    model.fit(x.astype({c: str for c in x.select_dtypes("bool")}), y)
    return lambda: (model.classes_ if classes else None, model.predict_proba(test) if classes else model.predict(test))


def flaml():
    from flaml import AutoML

    model = AutoML()
    model.fit(
        X_train=x,
        y_train=y,
        task="classification" if classes else "regression",
        metric={"AUC": "roc_auc", "LogLoss": "log_loss", "RMSE": "rmse"}[options.metric],
        time_budget=options.budget,
        n_jobs=options.cores,
        seed=options.seed,
        verbose=0,
    )
    return lambda: (model.classes_ if classes else None, model.predict_proba(test) if classes else model.predict(test))


def autogluon():
    from autogluon.tabular import TabularPredictor

    model = TabularPredictor(
        label=options.target,
        eval_metric={"AUC": "roc_auc", "LogLoss": "log_loss", "RMSE": "root_mean_squared_error"}[options.metric],
        path=tempfile.mkdtemp(prefix="autogluon"),
        verbosity=0,
    )
    model.fit(train, presets="best_quality", time_limit=options.budget, num_cpus=options.cores, num_gpus=0)

    def predict():
        if not classes:
            return None, model.predict(test).to_numpy()
        table = model.predict_proba(test)
        return list(table.columns), table.to_numpy()

    return predict


peers = {"forest": forest, "flaml": flaml, "autogluon": autogluon}
start = time.time()
predict = peers[options.peer]()
seconds = time.time() - start
labels, values = predict()
if classes:
    out = pd.DataFrame(values, columns=["probability_" + str(label) for label in labels])
else:
    out = pd.DataFrame({"predicted_value": values})
out.to_csv(options.output, index=False)
print(json.dumps({"seconds": seconds}), flush=True)
