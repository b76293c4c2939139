namespace Isaa.Cli.Help;

internal static class HelpExamples
{
    private const string Minion = """
          isaa minion --name gpu-1 --capability gpu
          isaa minion --agent researcher --concurrency 2
          isaa workers
        """;

    private const string Run = """
          isaa run "Tidy the notes into one summary.md" --in ~/notes --max-usd 0.50
          isaa run "And now in German" --session SESSION --in ~/notes
          isaa run --resume 5f3c9a1b
          isaa run "List the largest files" --in . --json | jq -r .result.text
        """;

    private const string Functions = """
          isaa functions add word_count.py --description "Counts words" --approve
          isaa functions add word_count.function.yaml
          isaa functions run word_count '{"text": "a b"}'
        """;

    /// <summary>The examples of a verb, by its words after the program's name.</summary>
    public static string Of(string command) => command switch
    {
        "" => """
              isaa run "Count the files here and write result.txt" --in .
              isaa jobs list
              isaa doctor
            """,
        "run" => Run,
        "serve" => """
              isaa serve
              isaa serve --port 8080 --concurrency 4
            """,
        "minion" or "workers" => Minion,
        "jobs list" or "jobs" => """
              isaa jobs list --state failed
              isaa jobs list --json | jq -r '.jobs[].id'
            """,
        "jobs retry" => """
              isaa jobs retry 5f3c9a1b
              isaa jobs retry --state dead --queue mail --per-second 5
            """,
        "jobs delete" or "queues clean" => """
              isaa jobs delete --state failed --ended-until 30d --dry-run
              isaa queues clean mail --state completed --ended-until 7d
            """,
        "queues" or "queues limit" => """
              isaa queues
              isaa queues pause mail
              isaa queues limit mail --concurrency 4 --rate 100/m
            """,
        "jobs watch" => """
              isaa jobs watch 5f3c9a1b --json
            """,
        "functions" or "functions add" => Functions,
        "agents" or "agents export" => """
              isaa agents export researcher --network --to research.yaml
              isaa agents import research.yaml
            """,
        "usage" => """
              isaa usage --by agent --json | jq .total.costUsd
              isaa usage --by call --run 5f3c9a1b
            """,
        "functions run" => """
              isaa functions run word_count '{"text": "a b"}' --json | jq .output
              isaa functions run word_count --input big.json --key nightly-7
            """,
        "functions log" => """
              isaa functions log word_count --failed
              isaa functions log --summary
            """,
        _ => "",
    };
}
