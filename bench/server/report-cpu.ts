/** Preloaded into a server that is measured (`node --import`): answers each message of its parent with the CPU time that this process has used so far. */
process.on('message', () => process.send!(process.cpuUsage()));
