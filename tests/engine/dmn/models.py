"""DMN files for tests, in few words."""

from html import escape

MODEL = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def file(*elements: str, namespace: str = "urn:main", model: str = MODEL) -> bytes:
    """A file of elements."""
    return (
        f'<definitions xmlns="{model}" namespace="{namespace}" id="m" name="m">'
        f"{''.join(elements)}</definitions>"
    ).encode()


def literal(text: str, kind: str = "") -> str:
    """A literal expression."""
    reference = f' typeRef="{kind}"' if kind else ""
    return f"<literalExpression{reference}><text>{escape(text)}</text></literalExpression>"


def given(name: str, kind: str = "") -> str:
    """Input data, whose id is its name."""
    return f'<inputData id="{name}" name="{name}">{variable(name, kind)}</inputData>'


def variable(name: str, kind: str = "") -> str:
    """A variable."""
    reference = f' typeRef="{kind}"' if kind else ""
    return f'<variable name="{name}"{reference}/>'


def decision(name: str, logic: str, *needs: str, kind: str = "") -> str:
    """A decision; needs begin with `in:`, `know:` or nothing for another decision."""
    return (
        f'<decision id="{name}" name="{name}">{variable(name, kind)}'
        f"{requirements(needs)}{logic}</decision>"
    )


def requirements(needs: tuple[str, ...]) -> str:
    """Requirements of an element."""
    made = []
    for need in needs:
        prefix = next((word for word in ("in", "know") if need.startswith(f"{word}:")), "")
        name = need.removeprefix(f"{prefix}:")
        href = name if "#" in name else f"#{name}"
        tag = {"in": "requiredInput", "know": "requiredKnowledge"}.get(prefix, "requiredDecision")
        outer = "knowledgeRequirement" if prefix == "know" else "informationRequirement"
        made.append(f'<{outer}><{tag} href="{href}"/></{outer}>')
    return "".join(made)


def knowledge(name: str, parameters: str, logic: str, *needs: str, kind: str = "") -> str:
    """A business knowledge model; parameters as `a: number, b`."""
    formal = "".join(
        f'<formalParameter name="{part.split(":")[0].strip()}"'
        + (f' typeRef="{part.split(":")[1].strip()}"' if ":" in part else "")
        + "/>"
        for part in parameters.split(",")
        if part.strip()
    )
    return (
        f'<businessKnowledgeModel id="{name}" name="{name}">{variable(name, kind)}'
        f"<encapsulatedLogic>{formal}{logic}</encapsulatedLogic>{requirements(needs)}"
        "</businessKnowledgeModel>"
    )


def service(name: str, outputs: str, inputs: str = "", decisions: str = "") -> str:
    """A decision service; names by spaces."""
    parts = (("outputDecision", outputs), ("inputDecision", decisions), ("inputData", inputs))
    inner = "".join(f'<{tag} href="#{each}"/>' for tag, listed in parts for each in listed.split())
    return f'<decisionService id="{name}" name="{name}">{variable(name)}{inner}</decisionService>'


def imported(namespace: str, name: str) -> str:
    """An import."""
    return f'<import namespace="{namespace}" name="{name}" importType="{MODEL}"/>'


def table(inputs: list[str], rows: list[str], policy: str = "UNIQUE", kinds: str = "") -> str:
    """A table; a row is its cells by `|`, the answer last."""
    types = dict(zip(inputs, kinds.split(), strict=False))
    columns = "".join(
        f'<input><inputExpression typeRef="{types.get(text, "Any")}"><text>{escape(text)}</text>'
        "</inputExpression></input>"
        for text in inputs
    )
    rules = ""
    for row in rows:
        *tests, result = (cell.strip() for cell in row.split("|"))
        cells = "".join(f"<inputEntry><text>{escape(t)}</text></inputEntry>" for t in tests)
        rules += f"<rule>{cells}<outputEntry><text>{escape(result)}</text></outputEntry></rule>"
    return (
        f'<decisionTable id="tabla" hitPolicy="{policy}">{columns}<output name="r"/>{rules}'
        "</decisionTable>"
    )
