// The text of `holdpoint help`.
export const helpText = `holdpoint holds actions until a person has released them.

  holdpoint serve [--config <file>] [--port <n>] [--host <address>]
      runs the gateway
  holdpoint keys create --name <name> --scopes <list> --loops <list> [--expires <30d>] [--json]
      makes an API key and prints it, once
  holdpoint keys list [--json]
      lists all keys, revoked ones too
  holdpoint keys revoke <name>
      revokes a key, everywhere within 5 seconds
  holdpoint link
      prints a sign-in link for the operator: it works once, for 15 minutes
  holdpoint quarantine list [--all] [--loop <name>] [--json]
      lists callbacks that were authentic but not understood
  holdpoint quarantine show <id>
      prints one, with what was sent
  holdpoint quarantine settle <id> --verdict <verdict> --digest <digest> [--reason <text>]
      decides its approval yourself, on the digest that you have seen, and closes it
  holdpoint quarantine dismiss <id> [--reason <text>]
      closes it and decides nothing
  holdpoint help
  holdpoint --version

Scopes: request, decide, rules, admin. Loops: names, or "*" for all. Lists are separated by commas.
keys, link and quarantine take --config <file> too. They ask the running gateway; if none listens, they open its store.
`
