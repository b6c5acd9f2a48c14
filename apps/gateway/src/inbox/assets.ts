// The page's style and its one script. The pages work without the script, but for opening a sign-in link.
import type { HttpResponse } from '@holdpoint/core/http'

const css = `
:root { --ink: #1a1d21; --soft: #5c6470; --line: #d6dae0; --paper: #fff; --wash: #f4f6f8; --go: #116329; --stop: #b42318; --warn: #8a4b00; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eaed; --soft: #a8b0bb; --line: #3a4048; --paper: #16191d; --wash: #20252b; --go: #2f9e4f; --stop: #ef6a5e; --warn: #f0b35a; }
}
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
header { display: flex; justify-content: space-between; align-items: center; padding: .6rem max(1rem, calc(50% - 25rem)); border-bottom: 1px solid var(--line); }
main { max-width: 52rem; margin: 0 auto; padding: 1rem; }
.brand { font-weight: 700; color: inherit; text-decoration: none; }
header .account { display: flex; align-items: center; gap: .8rem; font-size: .95rem; }
.session form { display: grid; gap: .3rem; padding: .75rem 1rem; justify-items: start; }
h1 { font-size: 1.4rem; margin: .6rem 0 1rem; }
h2 { font-size: 1rem; margin: 1.4rem 0 .4rem; }
a { color: inherit; }
nav { margin-bottom: .5rem; }
nav a { margin-right: 1rem; padding: .3rem 0; display: inline-block; }
nav a[aria-current] { font-weight: 700; text-decoration-thickness: 2px; text-underline-offset: .3em; }
.list { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: .5rem; }
.list li + li { border-top: 1px solid var(--line); }
.list a { display: block; padding: .75rem 1rem; text-decoration: none; }
.list a:hover { background: var(--wash); }
.list .what { font-weight: 600; overflow-wrap: anywhere; }
.soft { color: var(--soft); font-size: .9rem; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .25rem 1rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.target dd { font-weight: 600; }
.facts { display: grid; gap: .6rem 2rem; align-items: start; }
.facts h2 { margin-top: 0; }
.facts dl { grid-template-columns: minmax(4.5rem, max-content) 1fr; }
@media (min-width: 48rem) { .facts { grid-template-columns: 1fr 1fr; } }
pre { background: var(--wash); border: 1px solid var(--line); border-radius: .5rem; padding: .8rem; white-space: pre-wrap; overflow-wrap: anywhere; margin: .3rem 0; font: .95rem/1.5 ui-monospace, monospace; }
pre + .soft { margin: .6rem 0 .2rem; }
pre.again { font-size: .8rem; color: var(--soft); }
.claim { border-left: 4px solid var(--warn); padding: .1rem .9rem .7rem; margin-top: 1.2rem; background: var(--wash); }
.claim h2 { margin-top: .6rem; }
.status { display: inline-block; border: 1px solid currentColor; border-radius: 1rem; padding: .05rem .7rem; font-size: .9rem; font-weight: 600; vertical-align: .15em; }
.status.pending { color: var(--warn); }
.status.succeeded, .status.approved { color: var(--go); }
.status.denied, .status.failed, .status.unknown { color: var(--stop); }
.notice { border: 1px solid var(--line); border-left: 4px solid var(--warn); padding: .6rem .9rem; margin: 0 0 1rem; background: var(--wash); }
.decide { display: flex; flex-wrap: wrap; gap: .8rem; align-items: end; margin-top: 1.2rem; padding-top: 1rem; border-top: 1px solid var(--line); }
.decide label { flex: 1 1 100%; color: var(--soft); }
input[type=text], input[type=password] { width: 100%; font: inherit; padding: .55rem; border: 1px solid var(--soft); border-radius: .4rem; background: var(--paper); color: var(--ink); }
button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .4rem 1.4rem; border-radius: .4rem; border: 2px solid var(--soft); background: var(--paper); color: var(--ink); cursor: pointer; }
button.allow { border-color: var(--go); background: var(--go); color: var(--paper); }
button.deny { border-color: var(--stop); background: var(--stop); color: var(--paper); }
button.allow:hover, button.deny:hover { filter: brightness(1.1); }
button.quiet { border: 0; margin-right: -.5rem; color: var(--soft); font-weight: 400; min-height: 0; padding: .3rem .5rem; text-decoration: underline; background: none; }
:focus-visible { outline: 3px solid #2f7de1; outline-offset: 2px; }
`

const js = `
// Opens a sign-in link: its code stands after the '#', so only this page, and no server log, ever sees it.
const form = document.querySelector('form[data-code]')
const takeCode = () => {
  if (!form || location.hash.length <= 1) return
  form.elements.namedItem('code').value = location.hash.slice(1)
  history.replaceState(null, '', location.pathname)
  form.hidden = false
  form.querySelector('button').focus()
}
takeCode()
// A link opened where this page is shown already changes only what stands after the '#', and loads nothing.
addEventListener('hashchange', takeCode)
`

const asset = (type: string, body: string): HttpResponse => ({
  status: 200,
  headers: [
    ['content-type', `${type}; charset=utf-8`],
    ['cache-control', 'no-cache'],
    ['x-content-type-options', 'nosniff'],
  ],
  body,
})

export const stylesheet = asset('text/css', css)
export const script = asset('text/javascript', js)
