namespace Isaa.EndToEnd.Tests.Kills;

/// <summary>
/// Twenty calls, each of which appends its line to a file. When the outcome of a call is unknown, the line is looked up and added only if it is missing.
/// </summary>
internal static class AppendPlaybook
{
    public const int Lines = 20;

    public const string Text = """
        about: Appends twenty lines to lines.txt, one a call.
        variables: { line: "0" }
        turns:
          - when: { lastResult: { isUnknown: true } }
            repeat: forever
            say: Nobody knows whether that call took effect, so I look.
            call:
              - tool: shell
                arguments: { command: "touch lines.txt; grep -qx 'line {{line}}' lines.txt && echo FOUND {{turn}} || echo MISSING {{turn}}" }
          - when: { lastResult: { contains: MISSING } }
            repeat: forever
            say: The line is missing, so I add it.
            call:
              - tool: shell
                arguments: { command: "echo 'line {{line}}' >> lines.txt # {{turn}}" }
          - repeat: 20
            set: { line: "{{i}}" }
            say: I add line {{i}}.
            call:
              - tool: shell
                arguments: { command: "echo 'line {{i}}' >> lines.txt" }
          - say: All twenty lines are there.
        """;
}
