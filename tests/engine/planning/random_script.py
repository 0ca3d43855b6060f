"""Scripts at random, whose commands read or change something, with all kinds of blocks."""

from dataclasses import dataclass, field
from random import Random

_DEEPEST = 3


@dataclass
class RandomScript:
    """Writes a script, line by line; names that loops set live in their rounds."""

    random: Random
    lines: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    """The names that the next statement may read."""
    own: list[str] = field(default_factory=list)
    """Those among them that it may set again."""
    count: int = 0
    depth: int = 0

    def text(self) -> str:
        self._body(6)
        if self.random.random() < 0.3:
            self.lines.append("finally")
            # It sees what failures have left of lists, which no plan foresees.
            self.seen = [name for name in self.seen if not name.startswith("l")]
            self._inside(2, own=False)
        return "\n".join([*self.lines, ""])

    def _body(self, most: int) -> None:
        for _ in range(self.random.randint(1, most)):
            self._statement()

    def _inside(self, most: int, *, own: bool) -> None:
        """Write a block and its end; only one whose names are `own` may set those around it."""
        seen, kept = [*self.seen], self.own
        self.own = kept if own else []
        self.depth += 1
        self._body(most)
        self.depth -= 1
        self.lines.append("end")
        self.own = kept
        if not own:
            self.seen = seen

    def _statement(self) -> None:
        kinds = [self._run, self._capture, self._capture, self._assign, self._print, self._guard]
        if self.depth < _DEEPEST:
            kinds += [self._if, self._if, self._for, self._for, self._while, self._question]
            kinds += [self._parallel, self._defaults]
        self.random.choice(kinds)()

    def _new(self, prefix: str = "n") -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def _value(self) -> str:
        literal = self.random.choice(["'v'", "`1`", "`[]`", "`[1, 2]`"])
        if not self.seen:
            return f"<<{literal}>>"
        name = self.random.choice(self.seen)
        forms = [name, name, f"{name}.A", f"{name} || 'd'", f"[{name}]", f"!{name}", literal]
        return f"<<{self.random.choice(forms)}>>"

    def _command(self) -> str:
        verb = self.random.choice(["get", "get", "make", "take"])
        modifier = self.random.choice(["", "", "@ignore=No ", "@retry=1 "])
        words = [self.random.choice(["x", self._value(), f"k-{self._value()}"]) for _ in range(2)]
        return f"{modifier}aws {verb} it{self.random.randint(1, 3)} {' '.join(words)}"

    def _run(self) -> None:
        redirect = self.random.choice(["", "", "", " > /dev/null"])
        self.lines.append(self._command() + redirect)

    def _set(self, source: str) -> None:
        again = self.own and self.random.random() < 0.3
        name = self.random.choice(self.own) if again else self._new()
        self.lines.append(f"{name} = {source}")
        if not again:
            self.own.append(name)
            self.seen.append(name)

    def _capture(self) -> None:
        self._set(self._command())

    def _assign(self) -> None:
        self._set(self._value())

    def _print(self) -> None:
        self.lines.append(f"print {self._value()}")

    def _guard(self) -> None:
        value = self._value()
        kinds = ["set -e", "set +e", f"assert {value} no {value}", f"print {value}"]
        if self.random.random() < 0.3:
            kinds = [f"fail no {value}"]
        self.lines.append(self.random.choice(kinds))

    def _if(self) -> None:
        self._branches(self._value)

    def _question(self) -> None:
        self._branches(lambda: f"@ignore=No aws get it1 {self._value()}")

    def _branches(self, condition: "object") -> None:
        assert callable(condition)
        self.lines.append(f"if {condition()}")
        for _ in range(self.random.randint(0, 2)):
            self._inside(2, own=True)
            self.lines[-1] = f"else if {condition()}"
        if self.random.random() < 0.5:
            self._inside(2, own=True)
            self.lines[-1] = "else"
        self._inside(2, own=True)

    def _for(self) -> None:
        name, parallel = self._new(), self.random.choice(["", "", "parallel "])
        words = [self.random.choice(["w", self._value(), f"w{self._value()}"]) for _ in range(2)]
        self.lines.append(f"{parallel}for {name} in {' '.join(words)}")
        self._loop(name)

    def _while(self) -> None:
        name = self._new()
        self.lines.append(f"@rounds=3 while {name} = {self._command()}")
        self._loop(name)

    def _loop(self, name: str) -> None:
        self.seen.append(name)
        at = len(self.lines)
        self._inside(3, own=False)
        self.seen.remove(name)
        if self.random.random() < 0.5:
            added = self._new("l")
            source = self.random.choice([f"<<{name}>>", f"<<'{name}'>>"])
            self.lines.insert(at, f"{added}[] = {source}")
            self.seen.append(added)

    def _parallel(self) -> None:
        self.lines.append("parallel")
        self.depth += 1
        seen, own = [*self.seen], self.own
        for _ in range(2):
            # They do not see what the others set.
            added = self._new()
            self.lines.append(f"{added} = {self._command()}")
            own.append(added)
            seen.append(added)
        self.depth -= 1
        self.lines.append("end")
        self.seen, self.own = seen, own

    def _defaults(self) -> None:
        self.lines.append(f"defaults --region r-{self._value()}")
