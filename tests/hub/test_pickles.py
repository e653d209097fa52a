"""A pickle gives its weights and nothing else."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from summarize import registry
from summarize.errors import ModelError
from summarize.hub import pickles
from tests.hub.conftest import NAME


class Evil:
    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.trace),)


def test_what_a_pickle_would_run_is_not_run(tmp_path: Path) -> None:
    import torch

    trace, file = tmp_path / "trace", tmp_path / "pytorch_model.bin"
    torch.save({"weight": torch.zeros(1), "evil": Evil(trace)}, file)
    with pytest.raises(ModelError, match=r"cannot be read as weights alone \(.*mkdir.*\); choose another revision"):
        pickles.rewrite(registry.models()[NAME], file)
    assert not trace.exists()
    with pytest.raises(pickle.UnpicklingError):
        torch.load(file, weights_only=True)
    torch.load(file, weights_only=False)
    assert trace.exists()  # it would have run


def test_tied_weights_are_kept(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file

    weight, file = torch.arange(4.0), tmp_path / "pytorch_model.bin"
    torch.save({"encoder": weight, "decoder": weight}, file)
    pickles.rewrite(registry.models()[NAME], file)
    assert not file.exists()
    assert {name: tensor.tolist() for name, tensor in load_file(tmp_path / "model.safetensors").items()} == {
        "encoder": [0.0, 1.0, 2.0, 3.0],
        "decoder": [0.0, 1.0, 2.0, 3.0],
    }
