// Texts that want to be something else than text.

/** What is sent, and how a reviewer must see it. */
export const texts: readonly (readonly [name: string, sent: string, shown: string])[] = [
  ['bidi override', 'pay \u202e001$\u202c now', 'pay ⟨U+202E⟩001$⟨U+202C⟩ now'],
  ['bidi isolates', 'a\u2066b\u2067c\u2068d\u2069\u061ce', 'a⟨U+2066⟩b⟨U+2067⟩c⟨U+2068⟩d⟨U+2069⟩⟨U+061C⟩e'],
  ['zero width', 'in\u200bvis\u200dib\u2060le\ufeff', 'in⟨U+200B⟩vis⟨U+200D⟩ib⟨U+2060⟩le⟨U+FEFF⟩'],
  ['tags', 'hi\u{e0068}\u{e0069}', 'hi⟨U+E0068⟩⟨U+E0069⟩'],
  ['a forged mark', '⟨U+202E⟩', '⟨U+27E8⟩U+202E⟩'],
  ['ANSI', '\u001b[31mred\u001b[0m\u0007\u0008', '⟨U+001B⟩[31mred⟨U+001B⟩[0m⟨U+0007⟩⟨U+0008⟩'],
  ['odd line ends', 'one\u2028two\u0085three\rfour', 'one⟨U+2028⟩two⟨U+0085⟩three⟨U+000D⟩four'],
  ['script', '<script>alert(1)</script>', '<script>alert(1)</script>'],
  ['image', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ['breaking out', '"></pre></dd><h1>Approved</h1><!--', '"></pre></dd><h1>Approved</h1><!--'],
  ['attribute', '" onmouseover="alert(1)" x=\'', '" onmouseover="alert(1)" x=\''],
  ['entities', '&lt;b&gt;&#x202e;', '&lt;b&gt;&#x202e;'],
  [
    'markdown',
    '[x](javascript:alert(1)) **b** ![](https://evil.example/p.png)',
    '[x](javascript:alert(1)) **b** ![](https://evil.example/p.png)',
  ],
  ['templates', '${alert(1)} {{7*7}} <%= 7 %>', '${alert(1)} {{7*7}} <%= 7 %>'],
  ['stacked marks', `a${'\u0301'.repeat(6)}`, `a${'\u0301'.repeat(3)}${'⟨U+0301⟩'.repeat(3)}`],
  ['hidden by spaces', `ok${' '.repeat(40)}evil`, 'ok⟨U+0020 ×40⟩evil'],
]
/** What must never be in a page as it is: everything invisible but a line feed. */
export const raw = /[^\P{C}\n]|[\p{Zl}\p{Zp}]/u
