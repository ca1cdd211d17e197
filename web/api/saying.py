"""Codes that stand in data, put into the reader's words."""

from typing import Any

from web.refusals import problem_in_words


def paper_in_words(paper: dict[str, Any]) -> dict[str, Any]:
    """Return a paper whose problem, if it has one, is a sentence."""
    version = paper["version"]
    return paper | {"version": version | {"problem": problem_in_words(version["problem"])}}


def papers_in_words(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return items whose papers' problems are sentences."""
    return [item | {"papers": [paper_in_words(each) for each in item["papers"]]} for item in items]
