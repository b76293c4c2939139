using Isaa.Tests.Architecture;

namespace Isaa.Tests.Schemas;

public sealed class PublicSuiteTests
{
    private const string Modern = "draft2020-12";
    private const string Old = "draft7";

    /// <summary>Optional cases that are not met, each with the reason.</summary>
    private static readonly Dictionary<string, string> NotMet = new(StringComparer.Ordinal)
    {
        ["draft2020-12/optional/format/idn-hostname"] = "the rules of IDNA 2008 need tables that .NET does not ship; the format accepts everything",
        ["draft7/optional/format/idn-hostname"] = "as above",
        ["draft2020-12/optional/format/hostname: validation of A-label"] = "Punycode labels are checked as ASCII names, not decoded",
        ["draft7/optional/format/hostname: validation of A-label"] = "as above",
        ["draft7/optional/content"] = "contentEncoding and contentMediaType only describe, as later drafts say",
        ["draft2020-12/optional/cross-draft: refs to historic drafts"] = "draft 2019-09 is read as draft 2020-12, which has prefixItems",
    };

    public static TheoryData<string, string> Required => List("");

    public static TheoryData<string, string> Optional => List("optional");

    public static TheoryData<string, string> Formats => List("optional/format");

    [Fact]
    public void The_suite_is_there()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.SkipUnless(PublicSuite.IsThere, "The JSON-Schema-Test-Suite is not beside this checkout; ISAA_SCHEMA_SUITE may name its folder.");
        }

        Assert.True(PublicSuite.IsThere, $"no JSON-Schema-Test-Suite in ../shared/data beside {Repository.Root}");
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Required))]
    public void Every_required_case_has_the_right_verdict(string draft, string file)
    {
        var (failures, cases) = PublicSuite.Run(draft, file, assertFormats: false);
        Assert.True(failures.Count == 0, string.Join("\n", failures));
        Assert.NotEqual(0, cases);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Optional))]
    public void Every_optional_case_has_the_right_verdict_or_a_reason(string draft, string file) =>
        CheckOptional(draft, "optional/" + file, assertFormats: false);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Formats))]
    public void Every_asserted_format_has_the_right_verdict_or_a_reason(string draft, string file) =>
        CheckOptional(draft, "optional/format/" + file, assertFormats: true);

    private static void CheckOptional(string draft, string file, bool assertFormats)
    {
        var (failures, _) = PublicSuite.Run(draft, file, assertFormats);
        var place = $"{draft}/{file}";
        if (NotMet.ContainsKey(place))
        {
            Assert.NotEmpty(failures);
            return;
        }

        var unexpected = failures.Select(failure => $"{place}: {failure}").Where(failure => !NotMet.Keys.Any(key => failure.StartsWith(key, StringComparison.Ordinal))).ToList();
        Assert.True(unexpected.Count == 0, string.Join("\n", unexpected));
    }

    private static TheoryData<string, string> List(string below)
    {
        var data = new TheoryData<string, string>();
        foreach (var draft in (string[])[Modern, Old])
        {
            foreach (var file in PublicSuite.Files(draft, below))
            {
                data.Add(draft, file);
            }
        }

        return data;
    }
}
