"""One made-up consultation for all tests of the folder: freezing and measuring takes seconds."""

from __future__ import annotations

import pytest

from tests.support.whole_consultation import Whole, make_whole


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return make_whole(tmp_path_factory.mktemp("consultation"))
