"""``auditor mail``: each unit's list of the month, once; and what is overdue to those above."""

from __future__ import annotations

import os
from collections import Counter
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.again import Number, judged
from auditor.cli.app import Exit, app, out, stop
from auditor.notify.smtp import SmtpError, SmtpSender, smtp_settings
from auditor.pipeline.mail import send_mail, write_letters
from auditor.report.exports.unit_sheets import FORMATS
from auditor.report.mail_texts import MailDraft


@app.command()
def mail(  # noqa: PLR0913 - every parameter is an option of the command
    number: Number = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the letters; send none.")] = False,
    again: Annotated[str, typer.Option("--again", help="Send this unit's letter of the period once more.")] = "",
    home: Annotated[
        str, typer.Option("--home", envvar="AUDITOR_REPORT_URL", help="Address where the report can be read.")
    ] = "",
    attach: Annotated[str, typer.Option("--attach", help="Attach the slip as csv, xlsx or ods.")] = "",
    data: options.Data = options.DATA,
    database: options.Database = "",
    language: options.Language = "zh-TW",
) -> None:
    """Send each owning unit its list of the period by mail, once, also when stopped and started again.

    Server and password come from the environment: AUDITOR_SMTP_HOST, _FROM, _PORT, _SECURITY (starttls or tls), _USER,
    _PASSWORD, _CA. Exit code 2: a unit has no address, or a letter did not surely arrive.
    """
    if attach and attach not in FORMATS:
        raise stop(Exit.CONFIGURATION, f"--attach {attach}: choose from {', '.join(FORMATS)}.")
    with options.store(data, database) as store:
        run = judged(store, number)
        if again:
            store.letters.forget(run.period, again)
        letters = write_letters(store, run, language, f"{home.rstrip('/')}/" if home else "", attach)
        if dry_run:
            _show(letters)
            return
        count: Counter[str] = Counter()
        try:
            with SmtpSender(smtp_settings(os.environ)) as postman:
                for one in send_mail(store, run.period, letters, postman, options.now):
                    count[one.outcome] += 1
                    out.print(f"{one.outcome}: {one.draft.unit or one.draft.kind} {one.detail}".rstrip(), markup=False)
        except SmtpError as error:
            raise stop(Exit.CONFIGURATION, str(error), "Nothing is sent twice: the same command goes on.") from error
    out.print(", ".join(f"{outcome} {n}" for outcome, n in sorted(count.items())) or "No letter to send.")
    raise typer.Exit(Exit.NOT_AUDITED if set(count) - {"sent", "before"} else Exit.GOOD)


def _show(letters: list[MailDraft]) -> None:
    for letter in letters:
        out.print(f"To: {letter.address or 'no address'}\nSubject: {letter.subject}\n\n{letter.text}", markup=False)
    out.print(f"{len(letters)} letters; none was sent.")
