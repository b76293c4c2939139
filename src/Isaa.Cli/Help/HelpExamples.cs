namespace Isaa.Cli.Help;

internal static class HelpExamples
{
    public static string Of(string command, bool isRoot) => isRoot
        ? """
              isaa run "Count the files here and write result.txt" --in .
              isaa jobs list
              isaa doctor
            """
        : command switch
        {
            "run" => """
                  isaa run "Tidy the notes into one summary.md" --in ~/notes --max-usd 0.50
                  isaa run "And now in German" --session SESSION --in ~/notes
                  isaa run --resume 5f3c9a1b
                  isaa run "List the largest files" --in . --json | jq -r .result.text
                """,
            "serve" => """
                  isaa serve
                  isaa serve --port 8080 --concurrency 4
                """,
            "list" or "jobs" => """
                  isaa jobs list --state failed
                  isaa jobs list --json | jq -r '.jobs[].id'
                """,
            "watch" => """
                  isaa jobs watch 5f3c9a1b --json
                """,
            _ => "",
        };
}
