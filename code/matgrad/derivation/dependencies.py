"""What the value of a node depends on: names that may be bound or moved, and indices."""

from __future__ import annotations

from .core import Call, Component, Constant, Derivative, Node, Symbol

Dependencies = tuple[frozenset[str], tuple[str, ...]]


class Facts:
    """Remembers the dependencies of nodes (and the nodes, so that their identity stays theirs)."""

    def __init__(self) -> None:
        self.known: dict[int, Dependencies] = {}
        self.nodes: list[Node] = []

    def of(self, node: Node) -> Dependencies:
        """Return the names and the sorted indices that `node` depends on."""
        found = self.known.get(id(node))
        if found is None:
            found = self.known[id(node)] = self.collected(node)
            self.nodes.append(node)
        return found

    def collected(self, node: Node) -> Dependencies:
        """Names and indices of a node and of all nodes below it."""
        names, indices = own(node)
        children = node.children()
        if isinstance(node, Call) and node.body is not None:
            children = (*children, node.body)
        for child in children:
            more_names, more_indices = self.of(child)
            names |= more_names
            indices.update(more_indices)
        return frozenset(names), tuple(sorted(indices))


def own(node: Node) -> tuple[set[str], set[str]]:
    """Names and indices that stand in the node itself."""
    if isinstance(node, Symbol):
        return {node.name}, {node.name[-2]} if node.name.endswith("]") else set()
    if isinstance(node, Call):
        return {node.function, *node.parameters}, set()
    if isinstance(node, Component):
        return set(), {i for i in node.indices if isinstance(i, str)}
    if isinstance(node, Constant):
        return set(), {node.index} if isinstance(node.index, str) else set()
    if isinstance(node, Derivative):
        return {node.variable}, {i for i in node.entry + node.second if isinstance(i, str)}
    return set(), set()
