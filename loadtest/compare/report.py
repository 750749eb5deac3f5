"""Medians over the rounds, ratios within each round, and the table."""

import statistics

NAMES = {
    # scenario, figure: title, unit, divisor, digits
    ("idle", "memory"): ("idle: memory a stream", "KB", 1024, 2),
    ("idle", "heap"): ("  of it live objects of a JVM", "KB", 1024, 2),
    ("idle", "cpu"): ("idle: CPU a stream and second", "us", 1, 2),
    ("idle", "base"): ("  besides: CPU a second of no streams", "ms", 1000, 2),
    ("broadcast", "cpu"): ("broadcast: CPU a delivery", "us", 1, 2),
    ("broadcast", "p99"): ("broadcast: p99", "ms", 1, 1),
    ("broadcast-most", "deliveries"): ("broadcast: most deliveries/s", "", 1, 0),
    ("broadcast-half", "p99"): ("broadcast: p99 at half of Herald's most", "ms", 1, 1),
    ("own", "cpu"): ("own topic: CPU a publish", "us", 1, 1),
    ("own", "p99"): ("own topic: p99", "ms", 1, 1),
    ("own-most", "deliveries"): ("own topic: most publishes/s", "", 1, 0),
}

AIMS = [
    # server, scenario, figure, compared with, bound, whether the bound is the most
    ("herald-memory", "broadcast", "cpu", "floor", 1.3, True),
    ("herald-memory", "broadcast-most", "deliveries", "nchan", 2.5, False),
    ("herald-memory", "broadcast-half", "p99", None, 100, True),
    ("herald-memory", "own-most", "deliveries", "nchan", 1.5, False),
    ("herald-durable", "own-most", "deliveries", "nchan", 1.0, False),
    ("herald-memory", "own", "cpu", "nchan", 1.0, True),
    ("herald-memory", "idle", "memory", None, 2.0, True),
    ("herald-memory", "idle", "cpu", None, 0.5, True),
]


def values(rounds, server, scenario, figure):
    """What each round measured; None where it did not."""
    return [one.get(server, {}).get(scenario, {}).get(figure) for one in rounds]


def median(numbers):
    present = [number for number in numbers if number is not None]
    return statistics.median(present) if present else None


def ratio(rounds, server, other, scenario, figure):
    """The median of the rounds' ratios: what disturbed one round disturbed both of its parts."""
    pairs = zip(values(rounds, server, scenario, figure), values(rounds, other, scenario, figure))
    return median([mine / theirs for mine, theirs in pairs if mine is not None and theirs])


def table(rounds, kinds):
    titles = [name.title for name in kinds]
    width = max(len(title) for title, *_ in NAMES.values()) + 5
    lines = [" " * width + "".join(f"{title:>20}" for title in titles)]
    for (scenario, figure), (title, unit, divisor, digits) in NAMES.items():
        cells = []
        for kind in kinds:
            value = median(values(rounds, kind.name, scenario, figure))
            cells.append(f"{'-' if value is None else format(value / divisor, f',.{digits}f'):>20}")
        if any(cell.strip() != "-" for cell in cells):
            lines.append(f"{title + (', ' + unit if unit else ''):<{width}}" + "".join(cells))
    lines += notes(rounds)
    return "\n".join(lines)


def aims(rounds):
    """The figures to reach: name, value, bound, whether it is met."""
    found = []
    for server, scenario, figure, other, bound, at_most in AIMS:
        title, unit, divisor, _ = NAMES[scenario, figure]
        if other:
            value, name = ratio(rounds, server, other, scenario, figure), f"{server} / {other}, {title}"
        else:
            value, name = median(values(rounds, server, scenario, figure)), f"{server}, {title}"
            value = None if value is None else value / divisor
            name += f", {unit}"
        if value is not None:
            met = value <= bound if at_most else value >= bound
            found.append({"name": name, "value": value, "bound": bound, "at": "most" if at_most else "least", "met": met})
    return found


def aims_text(rounds):
    return "\n".join(
        f"{aim['value']:8.2f}  {aim['name']} (at {aim['at']} {aim['bound']}: {'met' if aim['met'] else 'missed'})"
        for aim in aims(rounds))


def notes(rounds):
    """What a reader of the table has to know of single runs."""
    said = []
    for number, one in enumerate(rounds, 1):
        for server, scenarios in one.items():
            for scenario, seen in scenarios.items():
                where = f"round {number}, {server}, {scenario}"
                if seen.get("kept_up") is False:
                    said.append(f"! {where}: not kept up, so its figures are of a server that is overloaded")
                if seen.get("bounded") is False:
                    said.append(f"! {where}: no rate was too much within the steps allowed; it may do more")
                if (seen.get("tool_cores") or 0) > 0.9:
                    said.append(f"! {where}: the load tool used {seen['tool_cores']:.2f} cores and may be what bounds it")
    return said
