"""All pages and calls for staff."""

from aiohttp import web

from bot.console.account_pages import add_account_pages
from bot.console.board_page import add_board
from bot.console.calculator_pages import add_calculator_pages
from bot.console.case_folder_pages import add_case_folder_pages
from bot.console.case_import_pages import add_case_import_pages
from bot.console.case_review_pages import add_case_review_pages
from bot.console.case_search_api import add_case_search_api
from bot.console.case_search_pages import add_case_search_pages
from bot.console.colleague_api import add_colleague_api
from bot.console.desk_page import show_desk
from bot.console.disputes_pages import add_dispute_pages
from bot.console.duty_api import add_duty_api
from bot.console.duty_edits import add_duty_pages
from bot.console.error_page import staff_error_page
from bot.console.file_lists import add_file_lists
from bot.console.file_page import add_file_page
from bot.console.handoff_api import add_handoff_api
from bot.console.law_api import add_law_api
from bot.console.law_pages import add_law_pages
from bot.console.papers_pages import add_papers_pages
from bot.console.second_party_api import add_second_party_api
from bot.console.sign_in import add_sign_in
from bot.console.staff_api import add_staff_api
from bot.console.staff_events import staff_events
from bot.console.statistics_pages import add_statistics_pages
from bot.console.step_page import add_step_pages
from bot.console.transcript_pages import add_transcripts
from bot.console.triage_api import post_triage
from bot.web.keys import STAFF_ERROR_PAGE


def add_console(app: web.Application) -> None:
    """Put everything for staff on the application."""
    app[STAFF_ERROR_PAGE] = staff_error_page
    app.router.add_get("/console", show_desk)
    add_sign_in(app)
    add_account_pages(app)
    add_board(app)
    add_transcripts(app)
    add_duty_pages(app)
    add_duty_api(app)
    add_dispute_pages(app)
    add_file_lists(app)
    add_step_pages(app)
    add_file_page(app)
    add_case_folder_pages(app)
    add_case_review_pages(app)
    add_case_import_pages(app)
    add_case_search_pages(app)
    add_case_search_api(app)
    add_papers_pages(app)
    add_statistics_pages(app)
    add_law_pages(app)
    add_calculator_pages(app)
    add_law_api(app)
    add_staff_api(app)
    add_handoff_api(app)
    add_second_party_api(app)
    add_colleague_api(app)
    app.router.add_get("/api/v1/staff/events", staff_events)
    app.router.add_post("/api/v1/triage", post_triage)
