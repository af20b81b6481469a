const hostile = require('../lib/hostile.cjs'), fs = require('node:fs');
        exports.hostile = async (request) => {
          const value = await hostile[request.urlQuery.at](Number(fs.readFileSync("pid.json", 'utf8')));
          webSendText(JSON.stringify({ value }), 'application/json');
        };