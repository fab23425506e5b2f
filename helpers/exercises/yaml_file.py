"""From the bytes of a YAML file to the nodes of its list, with a fault where it is none."""

from ruamel.yaml.nodes import Node, SequenceNode

from helpers.exercises.reading import Fault, Faults


def yaml_list(content: bytes, faults: Faults, what: str) -> list[Node] | None:
    """Return the nodes of a file that holds one list; None where it cannot be read, and the fault is noted.

    what : what the list holds, for the message
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        root = YAML(typ="safe", pure=True).compose(content.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        faults.found.append(Fault(faults.file, line, "", "", "is not UTF-8 text. Save it as UTF-8."))
        return None
    except (YAMLError, RecursionError) as problem:
        mark = problem.problem_mark if isinstance(problem, MarkedYAMLError) else None
        words = (problem.problem if isinstance(problem, MarkedYAMLError) else None) or "nested too deeply"
        reason = f"is no YAML: {words}. Look for a missing quote, colon or indent near this line."
        faults.found.append(Fault(faults.file, mark.line + 1 if mark else 0, "", "", reason))
        return None
    if not isinstance(root, SequenceNode):
        faults.add(root, "", f"must be a list of {what}: start each with '- id:'.")
        return None
    return list(root.value)
