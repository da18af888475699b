using Tools.Mail;

switch (args)
{
    case ["mail-sink", .. var options]:
        await MailSink.Run(options);
        return 0;
    default:
        await Console.Error.WriteLineAsync("Tools mail-sink --smtp PORT --http PORT --data FOLDER");
        return 2;
}
