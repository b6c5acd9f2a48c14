// Starts the reviewers' page.
import { render } from 'preact'
import { App } from './app.tsx'
import { followLinks } from './state/route.ts'

followLinks()
const place = document.querySelector('#app')
if (place) render(<App />, place)
