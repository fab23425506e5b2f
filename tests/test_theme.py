"""The palette: far enough apart for every reader, on light and on dark."""

from itertools import combinations

import numpy as np
import pytest

from helpers import theme

# Machado, Oliveira and Fernandes (2009), full severity, on linear RGB.
VISION = {
    "usual": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
LEAST = 9.5  # CIEDE2000; 2.3 is just noticeable side by side


def linear(colour: str) -> np.ndarray:
    value = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    low, high = sorted(float(linear(colour) @ TO_XYZ[1]) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    xyz = TO_XYZ @ rgb / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one: np.ndarray, other: np.ndarray) -> float:
    (l1, a1, b1), (l2, a2, b2) = one, other
    c7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    g = 0.5 * (1 - np.sqrt(c7 / (c7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    turn = h2 - h1
    turn += 360 if turn < -180 else -360 if turn > 180 else 0
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = (h1 + h2) / 2 if abs(h1 - h2) <= 180 else (h1 + h2 + (360 if h1 + h2 < 360 else -360)) / 2
    t = 1 - 0.17 * np.cos(np.radians(hm - 30)) + 0.24 * np.cos(np.radians(2 * hm))
    t += 0.32 * np.cos(np.radians(3 * hm + 6)) - 0.20 * np.cos(np.radians(4 * hm - 63))
    sl = 1 + 0.015 * (lm - 50) ** 2 / np.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    r = -2 * np.sqrt(cm**7 / (cm**7 + 25**7)) * np.sin(np.radians(60 * np.exp(-(((hm - 275) / 25) ** 2))))
    dl, dc = (l2 - l1) / sl, (c2 - c1) / sc
    return float(np.sqrt(dl**2 + dc**2 + (dh / sh) ** 2 + r * dc * dh / sh))


def test_the_measure_itself_against_published_pairs():
    # Sharma, Wu and Dalal (2005), pairs 1 and 17.
    assert ciede2000(np.array([50, 2.6772, -79.7751]), np.array([50, 0, -82.7485])) == pytest.approx(2.0425, abs=1e-3)
    assert ciede2000(np.array([50, 2.5, 0]), np.array([73, 25, -18])) == pytest.approx(27.1492, abs=1e-3)


@pytest.mark.parametrize("vision", VISION)
def test_every_pair_of_colours_is_apart(vision):
    seen = {c: lab(np.clip(VISION[vision] @ linear(c), 0, 1)) for c in theme.PALETTE}
    near = {pair: ciede2000(seen[pair[0]], seen[pair[1]]) for pair in combinations(theme.PALETTE, 2)}
    assert min(near.values()) >= LEAST, min(near, key=near.get)


@pytest.mark.parametrize("ground", ["#ffffff", "#111111"])
def test_every_colour_stands_out_on_light_and_dark(ground):
    assert min(contrast(colour, ground) for colour in theme.PALETTE) >= 3
    assert contrast(theme.INK, ground) >= 4


def test_shapes_and_dashes_differ_where_colours_repeat():
    assert len(set(theme.SYMBOLS)) == len(theme.PALETTE) == 8
    looks = [(theme.colour(i), theme.symbol(i)) for i in range(16)]
    assert len(set(looks)) == 16
    assert len({(theme.colour(i), theme.dash(i)) for i in range(40)}) == 40


def test_the_style_follows_jupyterlab_and_has_a_colour_without_it():
    assert theme.STYLE.count("var(--jp-") >= 6
    assert all("," in part.split(")")[0] for part in theme.STYLE.split("var(")[1:])
