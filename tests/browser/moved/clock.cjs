// The same for a process of Node: its signatures carry the time.
const fs = require("node:fs");
const real = Date.now.bind(Date);
Date.now = () => real() + 1000 * Number(fs.readFileSync(process.env.MOVED_CLOCK, "utf8") || 0);
