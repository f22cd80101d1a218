import numpy as np

from tubulus.stats.reference.published import code_nhefs


def test_published_data_are_coded_as_in_the_book():
    frame = {name: np.arange(6.0) for name in ("wt82_71", "sex", "race", "age", "smokeyrs", "wt71")}
    frame |= {"qsmk": np.array([0, 1, 0, 1, 0, 1]), "smokeintensity": np.arange(6.0) * 10.0}
    frame |= {name: np.arange(6) for name in ("education", "exercise", "active")}

    columns = code_nhefs(frame)

    assert columns["age_squared"].tolist() == [0.0, 1.0, 4.0, 9.0, 16.0, 25.0]
    assert columns["education_5"].tolist() == [0.0, 0.0, 0.0, 0.0, 0.0, 1.0]
    assert columns["quit_by_centred_intensity"].tolist() == [0.0, -15.0, 0.0, 5.0, 0.0, 25.0]
