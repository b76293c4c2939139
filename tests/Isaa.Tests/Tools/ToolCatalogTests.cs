using Isaa.Diagnostics;
using Isaa.Jobs.Steps;
using Isaa.Tools;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Tools;

public sealed class ToolCatalogTests
{
    [Fact]
    public void The_built_in_tools_have_these_names_kinds_and_risks()
    {
        using var bed = new ToolBed();

        Assert.Equal(
            [
                "createScript Repeatable Write (name* code* language)", "deleteScript Repeatable Write (name*)", "execute_python OnceOnly Execute (code* reset)",
                "get_file_metadata Repeatable Read (path* hash)", "listScripts Repeatable Read ()", "list_directory Repeatable Read (path recursive limit)",
                "read_file Repeatable Read (path* startLine endLine startColumn)", "replace_in_file OnceOnly Write (path* oldText* newText* replaceAll)",
                "runScript OnceOnly Execute (name* arguments)", "shell OnceOnly Execute (command*)", "write_file Repeatable Write (path* content*)",
            ],
            bed.Catalog.List().Select(static tool => $"{tool.Function.Name} {tool.Kind} {tool.Risk} ({Parameters(tool)})"));
        Assert.All(bed.Catalog.List(), static tool => Assert.NotEqual("", tool.Function.Description));
    }

    [Fact]
    public void An_alias_finds_the_tool_and_is_not_listed()
    {
        using var bed = new ToolBed();

        Assert.Same(bed.Catalog.Find("read_file"), bed.Catalog.Find("read_file_content"));
        Assert.DoesNotContain("read_file_content", bed.Catalog.List().Select(static tool => tool.Function.Name));
        Assert.Null(bed.Catalog.Find("READ_FILE"));
    }

    [Fact]
    public void An_unknown_name_gets_the_nearest_ones()
    {
        using var bed = new ToolBed();

        Assert.Equal("write_file", bed.Catalog.Nearest("wirte_file")[0]);
        Assert.InRange(bed.Catalog.Nearest("file").Count, 1, 3);
    }

    [Fact]
    public void Two_tools_of_one_name_are_an_error_that_names_both()
    {
        var twin = new Tool { Function = AIFunctionFactory.Create(static () => "x", "twin"), Aliases = ["shell"], Kind = StepKind.Repeatable };
        using var bed = new ToolBed(services => services.AddTool(twin));

        Assert.Contains("'shell'", Assert.Throws<IsaaException>(() => bed.Catalog.Find("shell")).Message, StringComparison.Ordinal);
    }

    private static string Parameters(Tool tool)
    {
        var schema = tool.Function.JsonSchema;
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(static name => name.GetString()).ToList() : [];
        return string.Join(' ', schema.GetProperty("properties").EnumerateObject().Select(one => one.Name + (required.Contains(one.Name) ? "*" : "")));
    }
}
