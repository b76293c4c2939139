using System.CommandLine;
using Isaa.Server.Hosting;
using Isaa.Server.Security;
using Spectre.Console;

namespace Isaa.Cli.Commands;

internal static class ServeCommand
{
    public static Command Create(CliContext context)
    {
        var port = new Option<int>("--port")
        {
            Description = "The port on 127.0.0.1; 0 for any free one",
            HelpName = "PORT",
            DefaultValueFactory = _ => ServerOptions.DefaultPort,
        };
        var urls = new Option<string[]>("--urls") { Description = "Addresses to listen on instead, for example http://127.0.0.1:8080; may be given several times", HelpName = "URL" };
        var any = new Option<bool>("--listen-any") { Description = "Allow addresses that other machines can reach; what is said there is not encrypted" };
        var hosts = new Option<string[]>("--allow-host") { Description = "A host name under which requests may come, beside the loopback names; may be given several times", HelpName = "NAME" };
        var concurrency = new Option<int>("--concurrency") { Description = "How many jobs run at once", HelpName = "N", DefaultValueFactory = _ => 10 };
        var command = new Command("serve", "Answers the API and works on jobs until it is stopped") { port, urls, any, hosts, concurrency };
        command.SetAction((parsed, _) => RunAsync(context, new ServerOptions
        {
            HomeFolder = context.Options.Home,
            Store = context.Store,
            Urls = parsed.GetValue(urls) is { Length: > 0 } chosen ? chosen : [PortUrl(parsed.GetValue(port))],
            ListensAnywhere = parsed.GetValue(any),
            AllowedHosts = parsed.GetValue(hosts) ?? [],
            Concurrency = parsed.GetValue(concurrency) is >= 1 and <= 1000 and var number
                ? number
                : throw new CliException(ExitCode.BadInput, "number_invalid", $"--concurrency is {parsed.GetValue(concurrency)}; it must lie between 1 and 1000."),
            RunsWorker = true,
            StorePatience = ServerOptions.ServePatience,
            IsAnnounced = true,
            Configure = context.Host.Configure,
        }));
        return command;
    }

    private static string PortUrl(int port) => port is >= 0 and <= 65535
        ? $"http://127.0.0.1:{port}"
        : throw new CliException(ExitCode.BadInput, "number_invalid", $"--port is {port}; it must lie between 0 and 65535.");

    private static async Task<int> RunAsync(CliContext context, ServerOptions options)
    {
        await using var server = await IsaaServer.StartAsync(options, context.Host.Interrupted);
        var keyFile = server.Home.File(ApiKey.FileName);
        if (context.Json)
        {
            Verb.WriteJson(context, new JsonServing { Addresses = server.Addresses, KeyFile = keyFile, ProcessId = Environment.ProcessId }, CliJson.Default.JsonServing);
        }
        else
        {
            Announce(context.Screen.Error, server, keyFile);
        }

        await server.WaitForStopAsync(context.Host.Interrupted);
        context.Screen.Error.MarkupLine("[dim]Stopping; what runs is kept and goes on at the next start.[/]");
        return ExitCode.Ok;
    }

    private static void Announce(IAnsiConsole console, IsaaServer server, string keyFile)
    {
        foreach (var address in server.Addresses)
        {
            console.MarkupLine($"[green]●[/] Isaa listens on [bold]{address.EscapeMarkup()}[/]");
        }

        var grid = new Grid().AddColumn(new GridColumn().NoWrap().Padding(2, 0, 2, 0)).AddColumn();
        grid.AddRow(new Markup("[dim]home[/]"), new Text(server.Home.Path));
        grid.AddRow(new Markup("[dim]store[/]"), new Text(server.Store.Shown));
        grid.AddRow(new Markup("[dim]key[/]"), new Text(keyFile));
        grid.AddRow(new Markup("[dim]log[/]"), new Text(Path.Combine(server.Home.Path, "logs", "isaa.log")));
        grid.AddRow(new Markup("[dim]API[/]"), new Text((server.Addresses is [var first, ..] ? first : "") + "/openapi/v1.json"));
        console.Write(grid);
        console.MarkupLine("[dim]  Other verbs of this user find it by themselves. Ctrl-C stops it.[/]");
    }
}
