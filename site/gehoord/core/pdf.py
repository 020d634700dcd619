"""PDF and pictures by typst: PDF tagged (PDF/UA-1), with our own fonts in it, from a template and data.

Nothing else of the machine is read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

TYPEFACES = Path(__file__).parent / "typefaces"


class NoPdfError(Exception):
    """typst refused the template or its data; under PDF/UA-1 a picture without a text beside it is such a refusal."""


def set_pdf(path: Path, data: Mapping[str, Any]) -> bytes:
    """Set a template with data: what stands in the data is shown as it is, never read as markup. Raises NoPdfError.

    The template reads it with ``json(bytes(sys.inputs.data))``.
    """
    try:
        made: bytes = typst.compile(
            path,
            format="pdf",
            font_paths=[TYPEFACES],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(dict(data), ensure_ascii=False)},
            pdf_standards="ua-1",
        )
    except typst.TypstError as error:
        raise NoPdfError(str(error)) from error
    return made


def set_png(path: Path, data: Mapping[str, Any], *, ppi: float) -> bytes:
    """Set a template of one page as a picture. Raises NoPdfError."""
    try:
        made: bytes = typst.compile(
            path,
            format="png",
            ppi=ppi,
            font_paths=[TYPEFACES],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(dict(data), ensure_ascii=False)},
        )
    except typst.TypstError as error:
        raise NoPdfError(str(error)) from error
    return made
