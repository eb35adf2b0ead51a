"""The key that signs cookies and forms: given by the operator, or made once and kept in the data folder."""

import os
import secrets
from pathlib import Path

from bot.errors import BadInput
from bot.settings import Settings

FILE_NAME = "secret.key"


def prepare_data_dir(folder: Path) -> None:
    """Make the data folder, readable by its owner alone, and see that it can be written.

    Raises:
        BadInput: it cannot be made or written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / f".writable-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as problem:
        raise BadInput(
            f"数据文件夹 {folder} 不能写入（{problem.strerror}）。",
            hint="换一个可写的文件夹：FENGQIAO_DATA_DIR=/某个/文件夹，或改正它的权限。",
        ) from None


def secret_key(settings: Settings) -> bytes:
    """The signing key; a new one is made at the first start with mode 0600.

    Two processes that start at once agree: the file is linked into place whole, and the second reads the first one's.
    """
    if settings.secret_key:
        return settings.secret_key.encode()
    prepare_data_dir(settings.data_dir)
    path = settings.data_dir / FILE_NAME
    try:
        if not path.exists():
            draft = path.with_name(f"{FILE_NAME}.{os.getpid()}")
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(32))
            try:
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        key = path.read_text("ascii").strip()
    except OSError as problem:
        raise BadInput(f"密钥文件 {path} 读写不了（{problem.strerror}）。", hint="检查数据文件夹的权限。") from None
    if len(key) < 32:
        raise BadInput(f"密钥文件 {path} 已损坏。", hint="删掉它，下次启动会重新生成；所有人需要重新登录。")
    return key.encode()
