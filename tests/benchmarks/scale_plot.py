"""A plot of costs against the number of events, both axes logarithmic, as SVG."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from tests.benchmarks.scale_measures import growth, words

WIDTH, HEIGHT = 840, 440
_LEFT, _RIGHT, _TOP, _BOTTOM = 76, 320, 34, 54
_COLOURS = ("#0072b2", "#c1272d", "#009e73", "#7b3294", "#e69f00", "#555555")
_DASHES = ("", "6 3", "2 3", "8 3 2 3", "", "4 4")
Series = Mapping[str, Sequence[tuple[float, float]]]


def plot(series: Series, title: str) -> str:
    """An SVG picture of ``name -> [(events, milliseconds)]``; each line's end tells its name and how steeply it grows."""
    points = [p for line in series.values() for p in line]
    if not points:
        raise ValueError("There is nothing to plot.")
    x, y = _axis([p[0] for p in points], _LEFT, WIDTH - _RIGHT), _axis([p[1] for p in points], HEIGHT - _BOTTOM, _TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="18" font-size="14" font-weight="bold">{escape(title)}</text>',
        *_grid(x, y),
        *_lines(series, x, y),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


class _Scale:
    """Logarithms to pixels, from one power of ten to another."""

    def __init__(self, low: int, high: int, start: float, end: float) -> None:
        self.low, self.high, self.start, self.end = low, high, start, end

    def __call__(self, value: float) -> float:
        return self.start + (math.log10(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def powers(self) -> list[int]:
        return list(range(self.low, self.high + 1))


def _axis(values: Sequence[float], start: float, end: float) -> _Scale:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return _Scale(low, max(high, low + 1), start, end)


def _grid(x: _Scale, y: _Scale) -> Iterator[str]:
    for power in x.powers:
        at = x(10**power)
        yield f'<line x1="{at:.1f}" y1="{y.end}" x2="{at:.1f}" y2="{y.start}" stroke="#dddddd"/>'
        yield f'<text x="{at:.1f}" y="{y.start + 18}" text-anchor="middle">{words(10**power)}</text>'
    for power in y.powers:
        for digit in (1, 2, 5):
            if digit > 1 and power == y.high:
                continue
            at = y(digit * 10.0**power)
            colour = "#bbbbbb" if digit == 1 else "#eeeeee"
            yield f'<line x1="{x.start}" y1="{at:.1f}" x2="{x.end}" y2="{at:.1f}" stroke="{colour}"/>'
            yield f'<text x="{x.start - 8}" y="{at + 4:.1f}" text-anchor="end">{digit * 10.0**power:g} ms</text>'
    yield f'<text x="{(x.start + x.end) / 2:.1f}" y="{HEIGHT - 12}" text-anchor="middle">events in the store</text>'


def _lines(series: Series, x: _Scale, y: _Scale) -> Iterator[str]:
    ends = _apart([y(line[-1][1]) for line in series.values()])
    for i, ((name, line), label_y) in enumerate(zip(series.items(), ends, strict=True)):
        colour, dash = _COLOURS[i % len(_COLOURS)], _DASHES[i % len(_DASHES)]
        path = " ".join(f"{x(n):.1f},{y(ms):.1f}" for n, ms in line)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        for n, ms in line:
            tip = f"{name}, {words(int(n))} events: {ms:,.0f} ms"
            yield f'<circle cx="{x(n):.1f}" cy="{y(ms):.1f}" r="4" fill="{colour}"><title>{escape(tip)}</title></circle>'
        power = growth([n for n, _ in line], [ms for _, ms in line])
        told = name if math.isnan(power) else f"{name} (events^{power:.2f})"
        at = WIDTH - _RIGHT + 10
        yield f'<text x="{at}" y="{label_y + 4:.1f}" fill="{colour}">{escape(told)}</text>'


def _apart(heights: Sequence[float], gap: float = 16.0) -> list[float]:
    """Heights of labels, moved down where one would cover another; in the order given."""
    moved, last = list(heights), -math.inf
    for i in sorted(range(len(heights)), key=lambda i: heights[i]):
        moved[i] = last = max(heights[i], last + gap)
    return moved
