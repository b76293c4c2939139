using Isaa.Agents.Turns;

namespace Isaa.Tests.Agents.Turns;

public sealed class LoopDetectorTests
{
    [Theory]
    [InlineData("a a a", 3)]
    [InlineData("a b a b", 4)]
    [InlineData("a b b b", 4)]
    [InlineData("x y a b a b", 6)]
    [InlineData("a b c a b c", 0)]
    [InlineData("a a b a a b", 0)]
    [InlineData("a b a c a d", 0)]
    [InlineData("a b b a a b", 0)]
    public void A_loop_is_the_same_call_thrice_or_two_calls_in_turn_twice(string calls, int firstLoop) =>
        Assert.Equal(firstLoop, FirstLoop(calls.Split(' ')));

    [Fact]
    public void Arguments_are_compared_by_what_they_mean() =>
        Assert.Equal(
            LoopDetector.Fingerprint("t", """{"a":1,"b":{"c":[1,2],"d":null}}"""),
            LoopDetector.Fingerprint("t", """{ "b": { "d": null, "c": [1, 2] }, "a": 1 }"""));

    [Theory]
    [InlineData("t", """{"a":1}""", "u", """{"a":1}""")]
    [InlineData("t", """{"a":[1,2]}""", "t", """{"a":[2,1]}""")]
    [InlineData("t", """{"a":"1"}""", "t", """{"a":1}""")]
    public void Other_calls_have_other_fingerprints(string tool, string arguments, string otherTool, string otherArguments) =>
        Assert.NotEqual(LoopDetector.Fingerprint(tool, arguments), LoopDetector.Fingerprint(otherTool, otherArguments));

    private static int FirstLoop(string[] calls)
    {
        IReadOnlyList<string> recent = [];
        for (var i = 0; i < calls.Length; i++)
        {
            if (LoopDetector.IsLoop(recent, calls[i]))
            {
                return i + 1;
            }

            recent = LoopDetector.Remember(recent, calls[i]);
        }

        return 0;
    }
}
