"""A scan cleaned for the recogniser: seals and signatures in colour, shade and watermarks go."""

import numpy as np
from PIL import Image, ImageFilter

from documents.recognition.straightening import WHITE, Raster, threshold_of

NEAR = 5
"""Pixels about ink that stay as they are: the soft edge of a letter tells its marks apart."""


def without_colour(raster: Raster) -> Raster:
    """Return the greys of a page in colour: red and blue ink is bright in one of its channels."""
    return np.ascontiguousarray(raster.max(axis=2))


def without_shade(raster: Raster) -> Raster:
    """Return a page on which only ink and what touches it is not white."""
    threshold = threshold_of(raster)
    darkest = np.asarray(Image.fromarray(raster).filter(ImageFilter.MinFilter(NEAR)))
    return np.where(darkest > threshold, np.uint8(WHITE), raster)
