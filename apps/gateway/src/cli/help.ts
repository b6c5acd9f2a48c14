// The text of `holdpoint help`.
export const helpText = `holdpoint holds actions until a person has released them.

  holdpoint serve [--config <file>] [--port <n>] [--host <address>]
      runs the gateway
  holdpoint keys create --name <name> --scopes <list> --loops <list> [--expires <30d>] [--json]
      makes an API key and prints it, once
  holdpoint keys list [--json]
      lists all keys, revoked ones too
  holdpoint keys rotate <name> [--grace <1h>] [--json]
      gives a key a new text and prints it, once; the old one works until the grace has passed
  holdpoint keys revoke <name>
      revokes a key, everywhere within 5 seconds
  holdpoint reviewers add --name <name> [--scopes <list>] [--loops <list>] [--json]
      adds a person who can sign in, and prints the link with which they set a password, once, within a day
  holdpoint reviewers list [--json]
      lists all reviewers, removed ones too
  holdpoint reviewers reset <name> [--json]
      forgets their password, signs them out everywhere, and prints a new link
  holdpoint reviewers remove <name>
      removes a reviewer and signs them out, everywhere within 5 seconds
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
  holdpoint config check
      says all that is wrong with the configuration, and starts nothing
  holdpoint config reload
      lets the running gateway read its configuration again, as SIGHUP does
  holdpoint audit verify [--loop <name>] [--head <file>] [--file <export>]
      says whether the audit log is whole, and goes through a head that was exported earlier
  holdpoint audit export [--loop <name>]
      prints the audit log as JSON lines
  holdpoint audit head [--loop <name>]
      prints the end of the audit log: keep it elsewhere
  holdpoint webhooks list [--loop <name>] [--json]
      lists the messages to callback URLs that no receiver took
  holdpoint webhooks redrive <id>
      sends one of them again
  holdpoint store check
      reads every record of the store and says which can't be used
  holdpoint store export --to <file>
      writes the whole store to a file of JSON lines that ends in its own hash
  holdpoint store import --from <file> [--merge]
      checks an export, puts it into the empty store, and reads all of it back
  holdpoint store migrate --to <config file> [--merge]
      moves the store into the empty one that the other config file names, and reads all of it back
  holdpoint help
  holdpoint --version

Scopes: request, decide, rules, admin. Loops: names, or "*" for all. Lists are separated by commas.
Reviewers have the scope decide in all loops unless you say otherwise.
keys, reviewers, link, quarantine, audit and webhooks take --config <file> too; audit and webhooks mean the loop
"default" (keys and sign-ins are in the audit log "@gateway"). They ask the running gateway; if none listens, they open
its store.
store takes --config <file> too; but for check, no gateway may be running on the store. --merge goes on with what was begun.
`
