"""Weights that came as a pickle, which can run code, as safetensors, which cannot."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from summarize.errors import ModelError
from summarize.registry import Model

_REWRITE = """
import sys, torch
from safetensors.torch import save_file
weights = torch.load(sys.argv[1], map_location="cpu", weights_only=True)
save_file({name: tensor.clone().contiguous() for name, tensor in weights.items()}, sys.argv[2], {"format": "pt"})
"""


def rewrite(model: Model, pickle: Path) -> None:
    """The pickle as safetensors, read by a process of its own that takes nothing but tensors."""
    command = [sys.executable, "-c", _REWRITE, str(pickle), str(pickle.with_name("model.safetensors"))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [*done.stderr.strip().splitlines(), f"its reader ended with {done.returncode}"]
        reason = next((line for line in lines if "unsupported" in line), lines[-2:][0])  # torch says it amid advice
        what = f"the pickle of {model.source} cannot be read as weights alone ({reason[:100].rstrip('.')})"
        raise ModelError("pickle-refused", what, "choose another revision")
    pickle.unlink()
