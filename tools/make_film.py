"""Draws the short film that we ship: two ways to answer one sentence. Silent, so that every word is in the captions too.

``python tools/make_film.py`` writes content/starter/files/een-zin-twee-antwoorden.mp4 with its captions in Dutch and
English. The times of the captions and of the picture come from the same list.
"""

from __future__ import annotations

import math
from pathlib import Path

import imageio_ffmpeg
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "content" / "starter" / "files"
NAME = "een-zin-twee-antwoorden"
SIZE, FRAMES = (960, 540), 12
GROUND, RING, ON, DOT, TEXT = "#08211c", "#24705d", "#cdbef6", "#ff8a4c", "#f8f6fc"
MIDDLE, RADII = (480, 230), (46, 76, 106, 136)
# Until this second, how open the student is (0 to 4 arcs), and the words in Dutch and English.
SCENES = (
    (3.0, 2.0, "[Film zonder geluid] Na de les, bij de deur.", "[Silent film] After the lesson, at the door."),
    (7.0, 2.0, "Student: Ze maken grapjes over mijn hoofddoek.", "Student: They make jokes about my headscarf."),
    (11.0, 1.0, "Docent: Ach, zo zijn ze daar. Niet op letten.", "Teacher: Oh, that’s how they are. Take no notice."),
    (14.0, 0.0, "Student: Laat maar.", "Student: Never mind."),
    (17.0, 2.0, "Nog een keer. Dezelfde deur, dezelfde zin.", "Once more. The same door, the same sentence."),
    (21.0, 2.0, "Student: Ze maken grapjes over mijn hoofddoek.", "Student: They make jokes about my headscarf."),
    (25.0, 3.0, "Docent: Wat rot. Goed dat je het zegt. Vertel?", "Teacher: That’s awful. Good that you say it. Tell me?"),
    (
        29.0,
        4.0,
        "Student: Het is elke dag. Ik ga er met buikpijn heen.",
        "Student: It’s every day. I go there with a stomach ache.",
    ),
    (32.0, 4.0, "Eén zin maakt het verschil.", "One sentence makes the difference."),
)


def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(ROOT / "site/gehoord/core/typefaces/gehoord-text-700.ttf"), size)


def open_at(second: float) -> float:
    """How open, moving over in eight tenths of a second at each change of scene."""
    before, since = SCENES[0][1], 0.0
    for until, wanted, *_ in SCENES:
        if second < until:
            part = min(1.0, (second - since) / 0.8)
            return before + (wanted - before) * (1 - math.cos(part * math.pi)) / 2
        before, since = wanted, until
    return before


def frame(second: float, letter: ImageFont.FreeTypeFont) -> Image.Image:
    """One picture, drawn twice as large and made smaller: smooth edges."""
    picture = Image.new("RGB", (SIZE[0] * 2, SIZE[1] * 2), GROUND)
    draw = ImageDraw.Draw(picture)
    x, y = MIDDLE[0] * 2, MIDDLE[1] * 2
    for index, radius in enumerate(RADII):
        box = (x - radius * 2, y - radius * 2, x + radius * 2, y + radius * 2)
        draw.arc(box, 0, 270, fill=RING, width=30)
        part = max(0.0, min(1.0, open_at(second) - index))
        if part:
            draw.arc(box, 0, 270 * part, fill=ON, width=30)
    draw.ellipse((x - 34, y - 34, x + 34, y + 34), fill=DOT)
    picture = picture.resize(SIZE, Image.Resampling.LANCZOS)
    step = "1" if second < SCENES[3][0] else "2" if second < SCENES[-2][0] else ""
    if step and second >= SCENES[0][0] and not SCENES[3][0] <= second < SCENES[4][0]:
        ImageDraw.Draw(picture).text((MIDDLE[0], 440), step, font=letter, fill=TEXT, anchor="mm")
    return picture


def clock(second: float) -> str:
    return f"00:00:{second:06.3f}"


def captions(language: int) -> str:
    cues, since = [], 0.0
    for scene in SCENES:
        cues.append(f"{clock(since)} --> {clock(scene[0])}\n{scene[language]}")
        since = scene[0]
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    (TARGET / f"{NAME}.nl.vtt").write_text(captions(2), encoding="utf-8")
    (TARGET / f"{NAME}.en.vtt").write_text(captions(3), encoding="utf-8")
    writer = imageio_ffmpeg.write_frames(
        str(TARGET / f"{NAME}.mp4"), SIZE, fps=FRAMES, codec="libx264", macro_block_size=1,
        output_params=["-crf", "30", "-preset", "veryslow", "-tune", "animation", "-movflags", "+faststart", "-map_metadata", "-1"],
    )  # fmt: skip
    writer.send(None)
    letter = font(56)
    for number in range(int(SCENES[-1][0] * FRAMES)):
        writer.send(frame(number / FRAMES, letter).tobytes())
    writer.close()


if __name__ == "__main__":
    main()
