"""Korean and Japanese letters in figures, without a change of matplotlib's settings."""

from __future__ import annotations

import warnings

import matplotlib as mpl
import pytest
from fontTools.ttLib import TTFont
from matplotlib.figure import Figure

from newspace.core.paths import data
from newspace.figures import Drawing
from newspace.figures.shared.raster import Raster
from newspace.figures.shared.style import new_figure

PLACES = "서울 대전 사천 고흥 · 東京 月 ひらがな カタカナ"


def drawn(text: str, where: str = "title") -> Drawing:
    fig, ax = new_figure(6, 3)
    if where == "title":
        ax.set_title(text)
    elif where == "text":
        ax.text(0.1, 0.5, text)
    elif where == "legend":
        ax.plot([0, 1], label=text)
        ax.legend()
    elif where == "ticks":
        ax.set_xticks([0, 1], labels=[text, "B"])
    else:
        fig.suptitle(text)
    return Drawing(fig, caption="A test", words="A figure with names of places in Korean and Japanese letters.")


@pytest.mark.parametrize("where", ["title", "text", "legend", "ticks", "suptitle"])
def test_korean_and_japanese_letters_are_drawn(where):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn(PLACES, where).png()


def test_different_letters_give_different_pictures():
    assert len({drawn(sign).png() for sign in ("대", "전", "月", "川")}) == 4


def test_a_bold_title_causes_no_warning(caplog):
    fig, ax = new_figure(4, 3)
    ax.set_title(PLACES, fontweight="bold", style="italic")
    Drawing(fig, caption="A test", words="A bold title.").png()
    assert [record.message for record in caplog.records if record.name.startswith("matplotlib")] == []


def test_a_letter_that_no_font_has_is_an_error_in_tests():
    with pytest.raises(UserWarning, match="Glyph 77952"):
        drawn("\U00013080").png()


def test_pictures_of_simulators_use_the_font_too():
    fig, ax = new_figure(4, 3)
    label = ax.text(0.1, 0.5, "대전")
    raster = Raster(fig, [label])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        first = raster.png()
        label.set_text("月")
        assert raster.png() != first


def test_matplotlib_settings_are_not_changed():
    before = dict(mpl.rcParams)
    drawn(PLACES).png()
    assert dict(mpl.rcParams) == before
    other = Figure().subplots().set_title("대전")
    assert "Newspace CJK" not in other.get_fontfamily()


def test_latin_letters_keep_matplotlib_s_font():
    """Our font has no Latin letters, so that figures keep their look."""
    held = TTFont(data("fonts") / "NewspaceCJK.otf").getBestCmap()
    assert not any(sign in held for sign in range(0x21, 0x2000))
    korean = [sign for sign in held if 0xAC00 <= sign <= 0xD7A3]
    assert len(korean) == 2350
    assert all(ord(sign) in held for sign in "月火水木金土日東京大阪宇宙航空研究開発機構、。「」ー")


def test_the_font_is_small_and_has_its_licence_beside_it():
    folder = data("fonts")
    licence = (folder / "OFL.txt").read_text(encoding="utf-8")
    assert "PERMISSION & CONDITIONS" in licence
    assert "OTHER DEALINGS IN THE FONT SOFTWARE" in licence
    assert sum(path.stat().st_size for path in folder.iterdir()) < 3_000_000
