#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// powershell_syntax_test.mjs [FILE…]: emitted PowerShell scripts (default: tests/golden/rules_windows.ps1), parsed by a
// grammar that is not ours (npm tree-sitter-powershell, WebAssembly) and walked: no ERROR node, no node and no command
// that is not on a list, nothing that runs what a text says. Samples of what has to be refused are refused first, so
// that the walk itself is tested. Exit: 0 all is well, 1 something is not, 77 the npm packages are missing.
// The packages are looked for in EGRESS_NODE_MODULES, or in tests/node_modules.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(join(resolve(process.env.EGRESS_NODE_MODULES ?? join(here, 'node_modules')), 'from-here.js'));

async function makeParser() {
    let tree, grammar;
    try {
        tree = require('web-tree-sitter');
        grammar = require.resolve('tree-sitter-powershell/tree-sitter-powershell.wasm');
    } catch (e) {
        console.log(`skipped: powershell_syntax_test: ${e.message.split('\n')[0]}; npm packages tree-sitter-powershell and web-tree-sitter`);
        process.exit(77);
    }
    await tree.Parser.init();
    const parser = new tree.Parser();
    parser.setLanguage(await tree.Language.load(grammar));
    return parser;
}

const scriptCommands = new Set(['Test-Path', 'Set-NetFirewallProfile', 'Get-ItemPropertyValue', 'Remove-Item',
    'Get-NetFirewallRule', 'Remove-NetFirewallRule', 'Remove-NetFirewallDynamicKeywordAddress', 'Get-NetFirewallProfile',
    'Format-Table', 'New-NetFirewallDynamicKeywordAddress', 'Out-Null', 'New-NetFirewallRule', 'New-Item',
    'New-ItemProperty']);
// The list of checks, which is in comments, for a person to run, and the nodes that it has besides.
const checkNodes = new Set(['integer_literal', 'decimal_integer_literal']);
const checkCommands = new Set(['Test-NetConnection', 'Resolve-DnsName', 'w32tm', 'Get-NetFirewallRule']);

// Left out on purpose: expandable_string_literal, sub_expression, script_block_expression, cast_expression,
// invocation_expression, command_invokation_operator, redirection, function_statement, trap_statement, data_statement ….
const nodes = new Set(['program', 'comment', 'param_block', 'param', 'parameter_list', 'script_parameter',
    'attribute_list', 'attribute', 'type_literal', 'type_spec', 'type_name', 'type_identifier', 'variable',
    'statement_list', 'pipeline', 'pipeline_chain', 'assignment_expression', 'left_assignment_expression',
    'assignement_operator', 'logical_expression', 'bitwise_expression', 'comparison_expression', 'additive_expression',
    'multiplicative_expression', 'format_expression', 'range_expression', 'array_literal_expression', 'unary_expression',
    'expression_with_unary_operator', 'string_literal', 'verbatim_string_characters', 'array_expression',
    'hash_literal_expression', 'hash_literal_body', 'hash_entry', 'key_expression', 'simple_name', 'if_statement', 'if',
    'statement_block', 'command', 'command_name', 'command_elements', 'command_argument_sep', 'command_parameter',
    'generic_token', 'foreach_statement', 'foreach', 'in', 'parenthesized_expression', 'member_access', 'member_name',
    'argument_list', 'flow_control_statement', 'return', 'empty_statement',
    '(', ')', '[', ']', '{', '}', '@(', '@{', '=', ';', ',', '|', '.', '-not', ' ']);

/// What is wrong with a script, a line each.
function faults(parser, text, commands) {
    const out = [];
    const say = (node, what) => out.push(`line ${node.startPosition.row + 1}: ${what}`);
    for (const [i, line] of text.split('\n').entries()) // to tree-sitter a curly quote is a letter, to PowerShell a quote
        if (/[^\x20-\x7e]/.test(line.replace(/\r$/, ''))) out.push(`line ${i + 1}: a character that is not printable ASCII`);
    const walk = (node) => {
        if (node.type === 'ERROR' || node.isMissing) return say(node, `does not parse: ${node.text.slice(0, 60)}`);
        if (!nodes.has(node.type) && !(commands === checkCommands && checkNodes.has(node.type))) return say(node, `${node.type}: ${node.text.slice(0, 60)}`);
        if (node.type === 'command_name' && !commands.has(node.text)) return say(node, `command ${node.text}`);
        // One method, without arguments: the text of an enumeration's value.
        if (node.type === 'argument_list' && node.text !== '()') return say(node, `arguments ${node.text}`);
        if (node.type === 'type_literal' && node.text !== '[switch]') return say(node, `type ${node.text}`);
        for (let i = 0; i < node.childCount; ++i) walk(node.child(i));
    };
    walk(parser.parse(text).rootNode);
    return out;
}

const refused = {
    'an expandable text': '$Group = "x$(Get-Date)"',
    'a text with double quotes': '$Group = "x"',
    'a sub-expression': '$Group = $(Get-Date)',
    'an invoked block': '& { Get-Date }',
    'an invoked text': "& 'x'",
    'a dot-sourced file': '. ./x.ps1',
    'a block as a value': '$Group = { 1 }',
    'a command': 'Get-Date',
    'a program': 'cmd.exe /c x',
    'a static method': "[System.IO.File]::Delete('x')",
    'a method with arguments': "$P.Name.Replace('a', 'b')",
    'a cast': "[int] 'x'",
    'redirection': "Get-NetFirewallRule > x",
    'a function': 'function f { }',
    'a quote that ends early': "$Group = 'O'Brien'",
    'a table not closed': "$Rules = @(\n@{ Name = 'x'\n",
    'a parenthesis not closed': "foreach ($R in $Rules { }",
    'a here-string': "$Group = @'\nx\n'@",
    'a curly quote': "$Group = \u2018x\u2019; Remove-Item x \u2018\u2019",
};

const parser = await makeParser();
let wrong = 0;
const check = (holds, what) => {
    if (!holds) ++wrong;
    if (!holds || process.env.VERBOSE) console.log(`${holds ? 'ok' : 'FAILED'}: ${what}`);
};
for (const [name, text] of Object.entries(refused)) check(faults(parser, text, scriptCommands).length > 0, `refused: ${name}`);

const given = process.argv.slice(2);
const files = given.length > 0 ? given : [join(here, 'golden/rules_windows.ps1')];
for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const began = performance.now();
    const found = faults(parser, text, scriptCommands);
    const took = performance.now() - began;
    check(found.length === 0, `${file} ${found.slice(0, 5).join('; ')}`);
    check(/^#Requires -RunAsAdministrator\r\n/.test(text), `${file} begins with #Requires`);
    check(!/[^\r]\n/.test(text), `${file} has CRLF everywhere`);
    check(!/Action = 'Block'/.test(text), `${file} has no rule that blocks`);
    const checks = text.split('\r\n').filter((line) => /^# (Test-NetConnection|Resolve-DnsName|w32tm|Get-NetFirewallRule) /.test(line));
    const inChecks = faults(parser, checks.map((line) => line.slice(2)).join('\r\n') + '\r\n', checkCommands);
    check(checks.length > 2 && inChecks.length === 0, `${file} list of checks ${inChecks.slice(0, 5).join('; ')}`);
    if (process.env.VERBOSE) console.log(`${file}: parsed and walked in ${took.toFixed(1)} ms`);
}
console.log(`powershell_syntax_test: ${Object.keys(refused).length} samples refused, ${files.length} file(s), ${wrong} failure(s)`);
process.exit(wrong === 0 ? 0 : 1);
