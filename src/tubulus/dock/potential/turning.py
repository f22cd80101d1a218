"""A point turned by a rotation, within compiled loops over poses."""

from __future__ import annotations

from tubulus.core.kernels import compile_kernel

__all__ = ["turn_point"]


@compile_kernel()
def turn_point(matrix, points, index):  # type: ignore[no-untyped-def]
    """Turn one of many points, shape (n, 3), by a matrix, shape (3, 3); three numbers."""
    x, y, z = points[index, 0], points[index, 1], points[index, 2]
    return (
        matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2] * z,
        matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2] * z,
        matrix[2, 0] * x + matrix[2, 1] * y + matrix[2, 2] * z,
    )
