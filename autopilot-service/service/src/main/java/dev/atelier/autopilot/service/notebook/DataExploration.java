package dev.atelier.autopilot.service.notebook;

import dev.atelier.autopilot.service.job.AutoMLJob;

/** The data-exploration notebook: what the analysis of a job's table found, with the code that shows it. */
final class DataExploration {
    private DataExploration() {}

    static byte[] of(AutoMLJob job) {
        return new Notebook()
                .markdown("""
                        # Data exploration: %s

                        What Autopilot found in the table of the job **%s** before it trained anything. Run the cells from top to bottom;
                        change them and look further.
                        """.formatted(Notebook.plain(job.name()), Notebook.plain(job.name())))
                .code("""
                        import atelier
                        import matplotlib.pyplot as plt
                        import numpy as np
                        import pandas as pd

                        job = atelier.client().job(%s)
                        data = %s
                        profile = job.profile()
                        target = profile["target"]["name"]
                        classification = profile["problemType"] != "Regression"
                        assert len(data) == profile["rows"] + profile["droppedRows"]
                        print(f"{len(data):,} rows, {data.shape[1]} columns. {profile['problemType']} of {target!r}.")
                        if profile["folds"] > 1:
                            print(f"Candidates are learned {profile['folds']} times, each time measured on the rows of another fold.")
                        else:
                            print(f"{profile['measuredRows']:,} rows are held out: candidates are measured on them and learn from the others.")
                        data.head()
                        """.formatted(
                                Notebook.literal(job.name()),
                                job.validation().datasetId() == null
                                        ? "job.dataset()"
                                        : "pd.concat([job.dataset(), job.validation()], ignore_index=True)"))
                .markdown("""
                        ## What to look at

                        Warnings of the analysis: targets that a single column gives away, missing values, small classes.
                        """)
                .code("""
                        for warning in profile["warnings"]:
                            print(f"- {warning['message']}")
                        if not profile["warnings"]:
                            print("Nothing stands out.")
                        """)
                .markdown("""
                        ## The columns

                        Their types as the engine reads them, what it does with them, and how full they are. Columns that are constant, copies of
                        others or identifiers are dropped, with the reason.
                        """)
                .code("""
                        columns = pd.DataFrame(profile["columns"]).set_index("name")
                        columns["missing %"] = (100 * columns["missing"] / len(data)).round(1)
                        shown = ["type", "role", "reason", "missing %", "distinct", "minimum", "mean", "maximum"]
                        columns[shown].style.format(precision=2, na_rep="")
                        """)
                .markdown("## The target")
                .code("""
                        figure, axes = plt.subplots(figsize=(8, 3.5))
                        if classification:
                            counts = data[target].value_counts().head(30)
                            axes.bar(counts.index.astype(str), counts.to_numpy())
                            axes.set_ylabel("rows")
                            axes.tick_params(axis="x", rotation=45 if len(counts) > 6 else 0)
                            print(f"The most frequent class has {100 * counts.iloc[0] / len(data):.1f} % of the rows.")
                        else:
                            axes.hist(pd.to_numeric(data[target], errors="coerce").dropna(), bins=40)
                            axes.set_ylabel("rows")
                        axes.set_xlabel(target)
                        plt.show()
                        """)
                .markdown("""
                        ## Numbers

                        The distribution of the first numeric columns; for a classification, one line for each of the most frequent classes.
                        """)
                .code("""
                        features = columns[columns["role"] == "feature"]
                        numeric = list(features.index[features["type"] == "numeric"][:12])
                        if numeric:
                            rows = -(-len(numeric) // 3)
                            figure, grid = plt.subplots(rows, 3, figsize=(12, 2.8 * rows), squeeze=False)
                            for axes in grid.flat[len(numeric):]:
                                axes.axis("off")
                            for axes, name in zip(grid.flat, numeric):
                                values = pd.to_numeric(data[name], errors="coerce")
                                bins = np.histogram_bin_edges(values.dropna(), bins=30)
                                if classification:
                                    for label in data[target].value_counts().index[:4]:
                                        axes.hist(values[data[target] == label].dropna(), bins=bins, density=True, histtype="step", label=str(label))
                                    axes.legend(fontsize=7)
                                else:
                                    axes.hist(values.dropna(), bins=bins)
                                axes.set_title(name, fontsize=10)
                            plt.tight_layout()
                            plt.show()
                        """)
                .markdown("""
                        ## Categories

                        The most frequent values of the first columns with categories: how many rows each has and, where the target has two
                        classes or is a number, which share of them is positive, or the target's mean. The dashed line is that of all rows.
                        """)
                .code("""
                        categories = list(features.index[features["type"].isin(["categorical", "boolean"])][:8])
                        outcome = None
                        if not classification:
                            outcome = pd.to_numeric(data[target], errors="coerce")
                        elif data[target].nunique() == 2:
                            outcome = (data[target].astype(str) == str(profile["target"]["positiveClass"])).astype(float)
                        label = "rows" if outcome is None else f"mean of {target}"
                        if outcome is not None and classification:
                            label = f"share of {target} = {profile['target']['positiveClass']}"
                        if categories:
                            print(f"Bars: {label}.")
                            rows = -(-len(categories) // 3)
                            figure, grid = plt.subplots(rows, 3, figsize=(12, 2.8 * rows), squeeze=False)
                            for axes in grid.flat[len(categories):]:
                                axes.axis("off")
                            for axes, name in zip(grid.flat, categories):
                                counts = data[name].value_counts().head(8)[::-1]
                                means = counts if outcome is None else outcome.groupby(data[name]).mean().reindex(counts.index)
                                bars = axes.barh([str(value)[:18] for value in counts.index], means.to_numpy())
                                axes.bar_label(bars, [f"{count:,} rows" for count in counts], fontsize=7, padding=3,
                                               bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})
                                axes.margins(x=0.3)
                                axes.tick_params(labelsize=8)
                                axes.xaxis.set_major_locator(plt.MaxNLocator(5, steps=[1, 2, 5, 10]))
                                if outcome is not None:
                                    axes.axvline(outcome.mean(), color="grey", linestyle="--", linewidth=1)
                                if outcome is not None and classification:
                                    axes.xaxis.set_major_formatter("{x:.0%}")
                                axes.set_title(name, fontsize=10)
                            plt.tight_layout()
                            plt.show()
                        """)
                .markdown("""
                        ## How the numbers go together

                        Spearman's rank correlation of the numeric columns: columns that say nearly the same stand out.
                        """)
                .code("""
                        if len(numeric) > 1:
                            correlation = data[numeric].apply(pd.to_numeric, errors="coerce").rank().corr()
                            figure, axes = plt.subplots(figsize=(7, 6))
                            picture = axes.imshow(correlation, cmap="RdBu", vmin=-1, vmax=1)
                            axes.set_xticks(range(len(numeric)), numeric, rotation=90, fontsize=8)
                            axes.set_yticks(range(len(numeric)), numeric, fontsize=8)
                            figure.colorbar(picture)
                            plt.show()
                        """)
                .bytes();
    }
}
