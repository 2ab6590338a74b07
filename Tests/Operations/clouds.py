"""How the clouds are called here and there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CloudNames:
    """One cloud's names: module is also what the command line takes."""

    product: str
    module: str

    @property
    def member(self) -> str:
        """Of crec.Cloud, and of the header's enum behind CREC_CLOUD_."""
        return self.module.upper()


BY_NUMBER = {
    1: CloudNames("Volcengine RTC", "volcengine"),
    2: CloudNames("Alibaba Cloud Live", "alibaba"),
    3: CloudNames("Tencent Cloud Live", "tencent"),
}
