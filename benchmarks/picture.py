"""The times of programs by how many lines they run, as a picture."""

from collections.abc import Mapping
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

# Legible on white as on black.
_GREY = "#808080"
_COLOURS = ("#d9534f", "#a569bd", "#c77d1a", "#b0892b", "#12a085", "#3d8fd6")
_SETTINGS = {
    # The same numbers give the same bytes.
    "svg.hashsalt": "awsbatch",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "text.color": _GREY,
    "axes.edgecolor": _GREY,
    "axes.labelcolor": _GREY,
    "xtick.color": _GREY,
    "ytick.color": _GREY,
}


def draw(curves: Mapping[str, Mapping[int, float]], file: Path) -> None:
    """Draw the seconds of each program by its lines, in SVG."""
    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(7.2, 4), layout="constrained")
        axes = figure.add_subplot(xscale="log", yscale="log", xlabel="lines", ylabel="seconds")
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(color=_GREY, alpha=0.25, linewidth=0.6)
        axes.minorticks_off()
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter("{x:,g}")
        for (name, curve), colour in zip(curves.items(), _COLOURS, strict=False):
            width = 2.6 if name.startswith("awsbatch") else 1.5
            sizes, seconds = [*curve], [*curve.values()]
            axes.plot(sizes, seconds, "o-", color=colour, label=name, lw=width, ms=width + 2)
        figure.legend(loc="outside right center", frameon=False)
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
