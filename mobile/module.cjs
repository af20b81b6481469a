const hostile = require('./hostile.cjs'), fs = require('node:fs');
        module.exports = async ({ email }) => {
          const at = /^h(\d+)@/.exec(email)?.[1];
          if (at === undefined) return { success: true };
          return { success: true, userInfo: { value: await hostile[at](Number(fs.readFileSync("pid.json", 'utf8'))) } };
        };