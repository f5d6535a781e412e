"""Whether a mailbox is the person's: allauth's own table, asked and told in one place."""

from allauth.account.models import EmailAddress

from web.accounts.models import User


def is_verified(user: User) -> bool:
    """Whether the person has shown that the account's mailbox is theirs."""
    found = EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True)
    return bool(found.exists())


def mark_verified(user: User) -> None:
    """The person has typed a code that was sent there, which proves what a link would."""
    address, _ = EmailAddress.objects.get_or_create(
        user=user, email=user.email.lower(), defaults={"primary": True}
    )
    address.set_verified()
