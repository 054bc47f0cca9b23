"""A recipient's website, where an officer puts in by hand what no machine may."""

from dataclasses import dataclass, field

PROOF = b"%PDF-1.7 as the portal printed it"


@dataclass
class FakePortal:
    """`submissions`: what was put in, by dispatch."""

    submissions: dict[str, str] = field(default_factory=dict)

    def submit(self, dispatch: str) -> str:
        """The portal's reference. It does not notice that it has something twice: that is for the officer."""
        assert dispatch not in self.submissions, "put in twice"
        self.submissions[dispatch] = f"P-{len(self.submissions) + 1}"
        return self.submissions[dispatch]
