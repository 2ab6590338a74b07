-- Recordings by name, in a ledger that all workers have open. README.md says how to use it.
-- This chunk takes the prefix of the installation, such as /usr/local.
local ffi, prefix = require "ffi", ...

-- The declarations of a header and of those that it includes, without preprocessor lines.
local function declarations(path)
    local text = io.lines(path, "*a")():gsub("\\\n", ""):gsub("#ifdef __cplusplus.-#endif", "")
    local function included(name) return declarations(path:gsub("[^/]+$", name)) end
    return (text:gsub('#include "(.-)"', included):gsub("\n#[^\n]*", ""))
end

ffi.cdef "char *strdup(const char *); void free(void *); int ngx_terminate;"
ffi.cdef(declarations(prefix .. "/include/crec_ledger.h"))

local lib = ffi.load(prefix .. "/lib/libcrec-ledger.so.0")
local ledger, outcome = ffi.new "crec_ledger *[1]", ffi.new "crec_outcome *[1]"
local crec, clients = {}, {}

local function struct(name, members)
    local made = ffi.new(name, ffi.sizeof(name)) -- The first member is struct_size.
    for member, value in pairs(members) do made[member] = value end
    return made
end

local function message() return ffi.string(lib.crec_outcome_message(outcome[0])) end

-- Logs an outcome, and frees it with its context, which is a copy of the recording's name.
local function report(context)
    local status = lib.crec_outcome_status(outcome[0])
    local level = status == lib.CREC_STATUS_OK and ngx.INFO or ngx.WARN
    ngx.log(level, "crec: ", ffi.string(context), ": ",
        ffi.string(lib.crec_status_name(status)), ": ", message())
    lib.crec_outcome_free(outcome[0])
    ffi.C.free(context)
end

local function take()
    local context = ffi.new "void *[1]"
    while lib.crec_ledger_take(ledger[0], context, outcome) == 1 do report(context[0]) end
end

-- In a worker. The options are those of the headers; an account has its cloud's name.
function crec.open(options, accounts)
    ngx.timer.every(1, take)
    options.host_pid = require("ngx.process").get_master_pid()
    assert(lib.crec_ledger_open(struct("crec_ledger_options", options), ledger, outcome) == 0,
        message())
    for name, account in pairs(accounts) do
        local client = ffi.new "crec_client *[1]"
        account.cloud = lib.crec_cloud_named(name)
        account.credentials = struct("crec_credentials", account.credentials)
        assert(lib.crec_client_new(struct("crec_client_options", account), client, outcome) == 0,
            message())
        lib.crec_ledger_add_account(ledger[0], name, client[0], nil)
        clients[name] = client[0]
    end
end

-- The members are those of crec_recording_params.
function crec.start(recording)
    recording.context = ffi.C.strdup(recording.name)
    local params = struct("crec_recording_params", recording)
    if lib.crec_ledger_start(ledger[0], params, outcome) ~= 0 then report(params.context) end
end

function crec.stop(name)
    local options = struct("crec_recording_options", { context = ffi.C.strdup(name) })
    if lib.crec_ledger_stop(ledger[0], name, options, outcome) ~= 0 then report(options.context) end
end

-- At the end of a worker. nginx kills it 3.15 s after TERM. After a reload its streams may go on in
-- other workers, which take the recordings over.
function crec.close()
    local is_end = ffi.C.ngx_terminate
    lib.crec_ledger_close(ledger[0], is_end == 1 and 2600 or 30000, is_end)
    lib.crec_ledger_free(ledger[0])
    for _, client in pairs(clients) do lib.crec_client_free(client) end
end

return crec
