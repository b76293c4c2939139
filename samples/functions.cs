#:project ../src/Isaa
#:project ../src/Isaa.Storage
#:property PublishAot=false
#:property CustomAfterMicrosoftCommonTargets=$(MSBuildProjectDirectory)/../src/Isaa.Sandbox/UseSandbox.targets

using System.Text.Json;
using Isaa.Definitions;
using Isaa.Diagnostics;
using Isaa.Functions;
using Isaa.Functions.Executions;
using Isaa.Hosting;
using Isaa.Storage.Sqlite;

var home = Directory.CreateTempSubdirectory("isaa-sample-").FullName;

var builder = IsaaApp.CreateBuilder(new IsaaOptions { HomeFolder = home });
builder.Services.AddSqliteStore(new SqliteStoreOptions { Path = Path.Combine(home, "isaa.db") });
await using (var app = await builder.StartAsync())
{
    // Checked, tested in the sandbox, then on disk: a failing test refuses it.
    var definition = new FunctionDefinition
    {
        Name = "word_count",
        Description = "Counts the words of a text",
        Language = FunctionLanguage.Python,
        Code = "def word_count(text: str) -> int:\n    return len(text.split())\n",
        Tests = [new FunctionTest { Name = "two words", Input = JsonElement.Parse("""{"text": "a b"}"""), Expected = JsonElement.Parse("2") }],
    };
    var saved = await app.Functions.SaveAsync(definition, savedBy: "eva");
    Console.WriteLine($"{saved.Name} is at version {saved.Version}");

    // Nothing in safe mode is called before a person has accepted this version.
    var call = new FunctionRequest { Function = "word_count", Input = JsonElement.Parse("""{"text": "to be or not to be"}""") };
    try
    {
        await app.FunctionCalls.RunAsync(call);
    }
    catch (IsaaException e)
    {
        Console.WriteLine(e.Code);
    }

    await app.Functions.DecideAsync(saved, new DefinitionDecision { IsAccepted = true, By = "eva" });
    var ended = await app.FunctionCalls.RunAsync(call);
    Console.WriteLine($"{ended.Outcome}: {ended.Output}");

    // What the code does wrong is a result with the line of the user's code.
    var failed = await app.FunctionCalls.RunAsync(call with { Input = JsonElement.Parse("""{"text": 7}""") });
    Console.WriteLine($"{failed.Outcome}: {failed.Error!.Kind} in line {failed.Error.Line}");

    // The same key answers with the recorded result, however often the call is made.
    var first = await app.FunctionCalls.RunAsync(call with { IdempotencyKey = "nightly-7" });
    var again = await app.FunctionCalls.RunAsync(call with { IdempotencyKey = "nightly-7" });
    Console.WriteLine($"one call: {first.Id == again.Id}");
}

Directory.Delete(home, recursive: true);

// prints:
// word_count is at version 1
// function_not_approved
// Completed: 6
// Failed: AttributeError in line 2
// one call: True
