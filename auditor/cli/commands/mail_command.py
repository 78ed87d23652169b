"""``auditor mail``: each unit's list of findings by mail, once; overdue findings to its superiors."""

from __future__ import annotations

import os
from collections import Counter
from functools import partial
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.messages import localized
from auditor.cli.terminal import Exit, out, stop
from auditor.notify.smtp import SmtpError, SmtpSender, smtp_settings
from auditor.pipeline.mail import draft_mail, send_mail
from auditor.report.exports.unit_sheets import FORMATS
from auditor.report.mail_texts import MailDraft


def mail_command(  # noqa: PLR0913 - every parameter is an option of the command
    number: options.RunNumber = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the letters; send none.")] = False,
    again: Annotated[str, typer.Option("--again", help="Send this unit's letter of the period again.")] = "",
    home: Annotated[
        str, typer.Option("--home", envvar="AUDITOR_REPORT_URL", help="Address where the report can be read.")
    ] = "",
    attach: Annotated[str, typer.Option("--attach", help="Attach the list as csv, xlsx or ods.")] = "",
    data: options.Data = options.DATA,
    database: options.Database = "",
    language: options.Language = "zh-TW",
) -> None:
    """Send each owning unit its list of the period by mail, once, also after a stop and restart.

    Server and password come from the environment: AUDITOR_SMTP_HOST, _FROM, _PORT, _SECURITY (starttls or tls), _USER,
    _PASSWORD, _CA. Exit code 2: a unit has no address, or the delivery of a letter is unknown.
    """
    if attach and attach not in FORMATS:
        raise stop(Exit.CONFIGURATION, f"--attach {attach}: choose from {', '.join(FORMATS)}.")
    with options.open_store(data, database) as store:
        run = options.judged_run(store, number)
        if again:
            store.letters.forget(run.period, again)
        letters = draft_mail(store, run, language, f"{home.rstrip('/')}/" if home else "", attach)
        if dry_run:
            _print_letters(letters)
            return
        count: Counter[str] = Counter()
        try:
            with SmtpSender(smtp_settings(os.environ)) as sender:
                clock = partial(options.bureau_time, run.settings.portfolio.time_zone)
                for sent in send_mail(store, run.period, letters, sender, clock):
                    count[sent.outcome] += 1
                    receiver = sent.draft.unit or sent.draft.kind
                    out.print(f"{sent.outcome}: {receiver} {sent.detail}".rstrip())
        except SmtpError as error:
            raise stop(Exit.CONFIGURATION, str(error), "Nothing is sent twice: run the same command again.") from error
    out.print(", ".join(f"{outcome} {n}" for outcome, n in sorted(count.items())) or localized("terminal.no_letter"))
    raise typer.Exit(Exit.NOT_AUDITED if set(count) - {"sent", "before"} else Exit.GOOD)


def _print_letters(letters: list[MailDraft]) -> None:
    for letter in letters:
        address = letter.address or localized("terminal.no_mail_address")
        out.print(localized("terminal.letter_head", address=address, subject=letter.subject))
        out.print(f"\n{letter.text}")
    out.print(localized("terminal.none_sent", n=len(letters)))
