using Isaa.Diagnostics;

namespace Isaa.Tests.Models.Scripted;

public sealed class MalformedPlaybookTests
{
    [Fact]
    public void Everything_wrong_is_reported_at_once_with_its_line_and_what_would_be_right()
    {
        var message = Reject("""
            turn: []
            turns:
              - when: { lastTol: x }
                say: "{{taks}}"
              - call: [{ tol: shell }]
              - repeat: often
                say: a
                json: { }
              - error: { code: model_rate_limit }
              - wait: soon
                say: x
              - { }
            """);

        Assert.Equal(
            [
                "play.yaml:1: `turn` is not a key here. Did you mean turns?",
                "play.yaml:3: `turns[0].when.lastTol` is not a key here. Did you mean lastTool?",
                "play.yaml:4: there is no variable `taks`. Did you mean task?",
                "play.yaml:5: `turns[1].call[0].tool` is missing.",
                "play.yaml:5: `turns[1].call[0].tol` is not a key here. Did you mean tool?",
                "play.yaml:6: `turns[2].repeat` must be a whole number from 1 to 2147483647.",
                "play.yaml:8: `turns[2].json` and `say` cannot stand in one turn: both are its text.",
                "play.yaml:9: `turns[3].error.code` is not an error of models. Did you mean model_rate_limited?",
                "play.yaml:10: `turns[4].wait` must be a duration up to a day such as 250ms, 5s, 2m or 1h.",
                "play.yaml:12: a turn needs one of: say, json, call, empty, error, refuse, cut.",
            ],
            message.Split('\n'));
    }

    [Theory]
    [InlineData("", "must be a mapping")]
    [InlineData("- a", "must be a mapping")]
    [InlineData("about: nothing", "`turns` is missing")]
    [InlineData("turns: {}", "`turns` must be a list")]
    [InlineData("turns: [ a", "not valid YAML")]
    [InlineData("turns: [{say: a}]\nturns: [{say: b}]", "not valid YAML")]
    [InlineData("turns: &a [{say: *a}]", "anchors and aliases")]
    [InlineData("turns: [{say: a}]\n---\nx: 1", "several documents")]
    [InlineData("turns: [{ when: { task: { matches: '(' } }, say: a }]", "not a regular expression")]
    [InlineData("turns: [{ set: { i: 1 }, say: a }]", "cannot be a variable")]
    [InlineData("turns: [{ set: { x: { path: '..' } }, say: a }]", "names and indices")]
    [InlineData("turns: [{ call: [{ tool: a, arguments: { code: { $file: ../x } } }] }]", "beside the playbook")]
    [InlineData("turns: [{ empty: true, say: a }]", "cannot stand beside")]
    [InlineData("turns: [{ refuse: no, call: [{ tool: a }] }]", "cannot stand in a turn that fails")]
    [InlineData("turns: [{ refuse: no, cut: {} }]", "cannot stand in one turn")]
    [InlineData("turns: [{ say: a, finish: never }]", "one of: stop, length")]
    public void A_malformed_playbook_says_what_would_be_right(string playbook, string says) =>
        Assert.Contains(says, Reject(playbook), StringComparison.Ordinal);

    [Fact]
    public void A_nesting_without_end_is_refused() =>
        Assert.Contains("levels deep", Reject("turns: " + new string('[', 5000)), StringComparison.Ordinal);

    private static string Reject(string playbook)
    {
        var failure = Assert.Throws<IsaaException>(() => new PlaybookBed(playbook).Open());
        Assert.Equal("playbook_invalid", failure.Code);
        Assert.All(failure.Message.Split('\n'), line => Assert.StartsWith("play.yaml:", line, StringComparison.Ordinal));
        return failure.Message;
    }
}
