"""The clouds, and which of them a request is for."""

from cloud_emulator.cloud import Cloud
from cloud_emulator.clouds.aliyun import Aliyun
from cloud_emulator.clouds.tencent import Tencent
from cloud_emulator.clouds.volcengine import Volcengine
from cloud_emulator.message import Request
from cloud_emulator.operation import TaskOperation
from cloud_emulator.tasks import TaskKind

CLOUDS: tuple[Cloud, ...] = (Volcengine(), Aliyun(), Tencent())
BY_NAME = {cloud.name: cloud for cloud in CLOUDS}


def addressed(request: Request) -> Cloud:
    """The cloud a request is for: by its scheme, else its way of asking, else its host."""
    scheme = request.headers.get("authorization").partition(" ")[0]
    host = request.headers.get("host")
    by_scheme = [cloud for cloud in CLOUDS if cloud.scheme == scheme]
    by_way = [cloud for cloud in CLOUDS if cloud.is_addressed(request)]
    by_host = [cloud for cloud in CLOUDS if cloud.host_is_known(host)]
    return (by_scheme or by_way or by_host or list(CLOUDS))[0]


def kinds() -> dict[str, tuple[Cloud, TaskKind]]:
    """The kinds of task by their names, each with the cloud it belongs to."""
    return {
        operation.kind.name: (cloud, operation.kind)
        for cloud in CLOUDS
        for operation in cloud.operations
        if isinstance(operation, TaskOperation)
    }


def kind_named(name: str) -> tuple[Cloud, TaskKind]:
    """The kind of task with this name, and the cloud it belongs to. Raises ValueError."""
    try:
        return kinds()[name]
    except KeyError:
        raise ValueError(f"no kind of task is called {name}") from None
