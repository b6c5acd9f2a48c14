// Starts the reviewers' page.
document.title = 'Holdpoint'
