"""Draws a worn typeface with fewer points, in half the units: `simplify-font.py FROM.ttf TO.woff2`.

Two thirds of such a file are scratches nobody can see. No outline moves by more than TOLERANCE of an em, a quarter of a pixel in
a headline of 64 pixels. Needs fontTools and brotli.
"""

import sys

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

UNITS = 512
TOLERANCE = 0.004
STEPS = 8


def curve(start, control, end):
    """Points along a quadratic curve, without its start."""
    for step in range(1, STEPS + 1):
        t = step / STEPS
        yield tuple((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c for a, b, c in zip(start, control, end))


def outlines(glyph):
    """The outlines of a glyph as polygons."""
    pen = DecomposingRecordingPen(glyph.glyphSet)
    glyph.draw(pen)
    outline = []
    for operation, points in pen.value:
        if operation == "moveTo":
            outline = [points[0]]
        elif operation == "lineTo":
            outline.append(points[0])
        elif operation == "qCurveTo":
            *controls, end = points
            for index, control in enumerate(controls):
                last = index == len(controls) - 1
                here = end if last else tuple((a + b) / 2 for a, b in zip(control, controls[index + 1]))
                outline.extend(curve(outline[-1], control, here))
        else:
            yield outline


def away(point, start, end):
    """How far a point lies from a stretch."""
    along = (end[0] - start[0], end[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    share = 0 if length == 0 else ((point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1]) / length
    share = max(0, min(1, share))
    return ((point[0] - start[0] - share * along[0]) ** 2 + (point[1] - start[1] - share * along[1]) ** 2) ** 0.5


def thinned(points, tolerance):
    """What of a line is needed (Douglas and Peucker)."""
    keep, stretches = {0, len(points) - 1}, [(0, len(points) - 1)]
    while stretches:
        first, last = stretches.pop()
        far = max(range(first + 1, last), key=lambda at: away(points[at], points[first], points[last]), default=None)
        if far is not None and away(points[far], points[first], points[last]) > tolerance:
            keep.add(far)
            stretches += [(first, far), (far, last)]
    return [points[at] for at in sorted(keep)]


def simplify(outline, tolerance):
    """A closed outline with fewer points, on whole units."""
    if outline[0] == outline[-1]:
        outline = outline[:-1]
    far = max(range(len(outline)), key=lambda at: (outline[at][0] - outline[0][0]) ** 2 + (outline[at][1] - outline[0][1]) ** 2)
    kept = thinned(outline[: far + 1], tolerance)[:-1] + thinned(outline[far:] + outline[:1], tolerance)[:-1]
    whole = [(round(x), round(y)) for x, y in kept]
    return [point for at, point in enumerate(whole) if point != whole[at - 1]]


def main(source, target):
    font = TTFont(source)
    scale_upem(font, UNITS)
    glyphs, outlined = font["glyf"], font.getGlyphSet()
    for name in font.getGlyphOrder():
        if glyphs[name].isComposite():
            continue
        pen = TTGlyphPen(None)
        for outline in outlines(outlined[name]):
            points = simplify(outline, TOLERANCE * UNITS)
            if len(points) > 2:
                pen.moveTo(points[0])
                for point in points[1:]:
                    pen.lineTo(point)
                pen.closePath()
        glyph = pen.glyph()
        glyph.recalcBounds(glyphs)
        glyphs[name] = glyph
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))
    font.flavor = "woff2"
    font.save(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
