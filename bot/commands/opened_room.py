"""The reference room for a command, with every problem of its files as one clear line."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import BadInput, Unavailable
from bot.settings import Settings, read_environment

if TYPE_CHECKING:
    from bot.service.reference_room import ReferenceRoom
    from bot.storage.case_store import SqlCaseStore


def data_folder() -> tuple[Settings, Path]:
    """Give the settings and the data folder, which is made where it is missing."""
    from bot.secret_key import prepare_data_dir

    settings = read_environment()
    prepare_data_dir(settings.data_dir)
    return settings, settings.data_dir


def open_room(today: date, *, semantic_search: bool = True) -> "ReferenceRoom":
    """Load the reference room of the settings' data folder.

    Args:
        today: The day of the command.
        semantic_search: False where thousands of texts are to be gone through.

    Raises:
        BadInput: A file of the operator breaks a rule.
        Unavailable: The data folder cannot be used, or a file of ours is broken.
    """
    from bot.service.reference_room import ReferenceRoom

    settings, folder = data_folder()
    with plain_errors():
        return ReferenceRoom.load(
            folder,
            settings.directory_file,
            today,
            semantic_search=semantic_search,
            case_store=office_cases(settings) if has_database(settings) else None,
        )


def has_database(settings: Settings) -> bool:
    """Whether there is a database already: a command that stores nothing makes none."""
    name, _, path = settings.database_url.partition(":///")
    return not name.startswith("sqlite") or Path(path).exists()


def office_cases(settings: Settings) -> "SqlCaseStore":
    """Open the cases of the office's database, which is brought to the newest schema first."""
    from bot.storage.case_store import SqlCaseStore
    from bot.storage.migrate import migrate

    migrate(settings.database_url)
    return SqlCaseStore(settings.database_url)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn the errors of the lower packages into ours: one line with a hint."""
    from case_library.errors import CaseLibraryError, CaseStoreAwayError
    from knowledge.data_files import BrokenDataFileError
    from knowledge.directory import DirectoryError
    from knowledge.yaml_lines import DataFileError

    try:
        yield
    except DirectoryError as error:
        raise BadInput(f"组织目录有问题：{error}。", hint="请用 fengqiao directory check 文件 查看全部问题。") from None
    except CaseStoreAwayError as error:
        raise Unavailable(str(error), hint="请检查数据库服务。") from None
    except CaseLibraryError as error:
        raise BadInput(f"{error}。") from None
    except (DataFileError, BrokenDataFileError) as error:
        raise Unavailable(f"数据文件有问题：{error}。", hint="请按提示改正这个文件，或者重新安装。") from None
    except BrokenPipeError:
        raise  # whoever read our output has left: that is no error of a file
    except OSError as error:
        raise Unavailable(f"文件读写失败（{error.strerror}）：{error.filename}。", hint="请检查磁盘和权限。") from None
