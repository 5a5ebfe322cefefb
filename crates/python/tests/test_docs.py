"""The examples of the docstrings, and that every public call has one."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import types

import numpy as np
import pytest

import emo

MODULES = ["emo", *(it.name for it in pkgutil.walk_packages(emo.__path__, "emo."))]


#: What the examples of a module need.
NEEDED = {"emo.arrow": "pyarrow", "emo.daft": "daft"}


@pytest.mark.parametrize("name", [name for name in MODULES if name != "emo._core"])
def test_the_examples_of_a_module_run(name, speech):
    if name in NEEDED:
        pytest.importorskip(NEEDED[name])
    names = {"emo": emo, "np": np, "speech": speech}
    result = doctest.testmod(importlib.import_module(name), extraglobs=names)
    assert result.failed == 0


def test_every_call_has_an_example():
    public = [getattr(emo, name) for name in emo.__all__]
    calls = [it for it in public if not isinstance(it, types.ModuleType)]
    for module in (emo.feature, emo.sklearn):
        calls += [getattr(module, name) for name in module.__all__]
    plain = {emo.AudioError, emo.Adaptation, emo.EmotionStream, emo.Timeline}
    without = [it.__name__ for it in calls if it not in plain and ">>>" not in (it.__doc__ or "")]
    assert without == []
