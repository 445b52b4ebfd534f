"""The local welfare score: a proxy means test that is trained on a survey, tried on what it has not seen, and stored."""

from lontar.science.welfare.model import Model, read_model, score, train

__all__ = ["Model", "read_model", "score", "train"]
